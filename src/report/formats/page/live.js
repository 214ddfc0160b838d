/**
 * Runs in the page, which reads in full without it. Pointing at a chart or touching it puts a live view of the same
 * specification in the place of the still picture, so that its points tell their numbers; commands get a button that
 * copies them. `vega` and `expressionInterpreter` stand before this file in the page's one script.
 */
const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("aria-hidden", "true");
document.body.append(tip);

/** Vega's tooltip: the fields of a point as lines of a small table beside the pointer, or nothing. */
function showTip(_handler, event, _item, value) {
  const rows = value === null || value === undefined || typeof value !== "object"
    ? []
    : Object.entries(value);
  tip.classList.toggle("shown", rows.length > 0);
  tip.replaceChildren(...rows.map(([name, text]) => {
    const line = document.createElement("p");
    const label = document.createElement("span");
    label.textContent = name;
    line.append(label, String(text));
    return line;
  }));
  if (rows.length === 0) return;
  const { width, height } = tip.getBoundingClientRect();
  const x = event.clientX + 14;
  const y = event.clientY + 16;
  tip.style.left = `${Math.max(4, x + width > innerWidth - 4 ? event.clientX - width - 12 : x)}px`;
  tip.style.top = `${Math.max(4, y + height > innerHeight - 4 ? event.clientY - height - 12 : y)}px`;
}

let loaded = null;

/** The specifications of all figures, by number less one; inflated when the first is asked for. */
function specifications() {
  loaded ??= (async () => {
    const text = atob(document.getElementById("figure-specs").textContent);
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
    return await new Response(stream).json();
  })();
  return loaded;
}

/** Puts a live view in the place of the still picture; where that fails, the picture stays. */
async function wake(picture) {
  if (picture.dataset.live !== undefined) return;
  picture.dataset.live = "starting";
  const still = picture.querySelector("svg");
  const spec = (await specifications())[picture.dataset.spec - 1][picture.dataset.size];
  const container = document.createElement("div");
  const view = new vega.View(vega.parse(spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "svg",
    container,
    hover: true,
    tooltip: showTip,
  });
  await view.runAsync();
  const svg = container.querySelector("svg");
  // one role and one name, as the still picture has them
  for (const name of ["role", "aria-roledescription", "aria-label"]) container.removeAttribute(name);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", still.getAttribute("aria-label"));
  still.replaceWith(container);
  picture.dataset.live = "yes";
}

for (const picture of document.querySelectorAll("[data-spec]")) {
  for (const kind of ["pointerenter", "touchstart"]) {
    picture.addEventListener(kind, () => void wake(picture), { once: true, passive: true });
  }
  picture.addEventListener("pointerleave", () => tip.classList.remove("shown"));
}

for (const command of document.querySelectorAll(".run code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(command.textContent);
    button.textContent = "Copied";
    setTimeout(() => button.textContent = "Copy", 1500);
  });
  command.after(button);
}
