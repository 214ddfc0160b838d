/**
 * A program that opens a page in Chromium as readers would (desktop, dark, phone, any width, without scripts, on
 * paper) and prints what it saw as one JSON value. A process of its own, because driving a browser wants the
 * environment, temporary files and child processes, which the tests of everything else are not given.
 *
 * Arguments: path of the browser, path of the page.
 */
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import axe from "axe-core";

/** What one visit saw that should not be there. */
export interface Visit {
  /** Messages in the console and uncaught errors. */
  readonly messages: readonly string[];
  /** Everything that was requested besides the page and data that it carries. */
  readonly requests: readonly string[];
  /** Rules of axe that are broken, with the elements. */
  readonly violations: readonly string[];
}

/** What pointing at a chart does. */
export interface LiveFigure {
  readonly figure: string;
  readonly woke: boolean;
  /** The text of the tooltip at the first point, or "". */
  readonly tip: string;
  /** By how many px the live view is wider and higher than the still picture. */
  readonly growth: readonly [number, number];
}

/** Everything that was seen. */
export interface Seen {
  readonly visits: Readonly<Record<"desktop" | "dark" | "phone", Visit>>;
  readonly live: readonly LiveFigure[];
  /** Widths of the window at which the page is wider than it, with the elements that stick out. */
  readonly overflows: readonly string[];
  /** Words of the page with scripts and without. */
  readonly words: readonly [number, number];
  /** Pictures that are visible without scripts, of how many figures. */
  readonly pictures: readonly [number, number];
  /** Whether the button beside a command copies it. */
  readonly copied: string;
  /** Points, width and height, of the first page on paper. */
  readonly paper: string;
}

const WIDTHS = [340, 360, 390, 480, 600, 699, 701, 768, 899, 901, 1024, 1280, 1600] as const;

/** Runs in the page: elements that stick out of the window, but for those that scroll by themselves. */
const STICKING_OUT = `(() => {
  if (document.documentElement.scrollWidth <= innerWidth) return "";
  return [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".scroll"))
    .slice(0, 3).map((e) => e.tagName + "." + e.getAttribute("class")).join(" ") || "unknown";
})()`;

/** Runs in the page: the middle of some of a chart's points and bars. */
const pointsOf = (figure: string) =>
  `[...document.querySelectorAll('.wide[data-spec="${figure}"] :is(.mark-symbol, .mark-rect) path')]
  .map((mark) => mark.getBoundingClientRect()).filter((box) => box.width > 0 && box.height > 0)
  .filter((_, i, all) => i % Math.ceil(all.length / 5) === 0).map((box) => [box.x + box.width / 2, box.y + box.height / 2])`;

async function opened(browser: Browser, url: string, options: BrowserContextOptions) {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const messages: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(String(error)));
  context.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("data:")) requests.push(request.url());
  });
  await page.goto(url, { waitUntil: "load" });
  return { page, messages, requests };
}

/** Opens every fold, so that nothing hides from axe. */
async function violationsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate("document.querySelectorAll('details').forEach((fold) => fold.open = true)");
  await page.evaluate(axe.source);
  return await page.evaluate(`axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")))`);
}

async function visit(browser: Browser, url: string, options: BrowserContextOptions): Promise<Visit> {
  const { page, messages, requests } = await opened(browser, url, options);
  const violations = await violationsOf(page);
  await page.context().close();
  return { messages, requests, violations };
}

/** Points at each chart, waits for its live view, then points at its first point. */
async function liveFigures(page: Page): Promise<readonly LiveFigure[]> {
  const found: LiveFigure[] = [];
  for (const picture of await page.locator("[data-spec]:visible").all()) {
    await picture.scrollIntoViewIfNeeded();
    const still = (await picture.boundingBox())!;
    await picture.hover({ position: { x: 2, y: 2 } });
    const figure = (await picture.getAttribute("data-spec"))!;
    let woke = true;
    await picture.and(page.locator("[data-live=yes]")).waitFor({ timeout: 5000 }).catch(() => woke = false);
    const live = (await picture.boundingBox())!;
    const points = await page.evaluate(pointsOf(figure)) as [number, number][];
    let tip = "";
    for (const [x, y] of points) {
      await page.mouse.move(x, y);
      await page.mouse.move(x + 1, y);
      tip ||= (await page.locator(".tip.shown").allInnerTexts()).join("");
    }
    found.push({
      figure,
      woke,
      tip,
      growth: [Math.round(live.width - still.width), Math.round(live.height - still.height)],
    });
  }
  return found;
}

async function overflowsOf(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const sticking = await page.evaluate(STICKING_OUT) as string;
    if (sticking !== "") found.push(`${width} px: ${sticking}`);
  }
  return found;
}

async function copiedBy(page: Page): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.locator(".claims summary").first().click();
  await page.locator(".claims .run button").first().click();
  const command = await page.locator(".claims .run code").first().innerText();
  return await page.evaluate("navigator.clipboard.readText()") === command ? command : "";
}

const wordsOf = async (page: Page) =>
  (await page.locator("main").innerText()).replaceAll(/\bCopy\b/g, "").split(/\s+/).length;

async function seen(browser: Browser, url: string): Promise<Seen> {
  const wide = { viewport: { width: 1280, height: 900 } };
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  const visits = {
    desktop: await visit(browser, url, wide),
    dark: await visit(browser, url, { ...wide, colorScheme: "dark" }),
    phone: await visit(browser, url, phone),
  };
  const { page, messages, requests } = await opened(browser, url, wide);
  const words = await wordsOf(page);
  const copied = await copiedBy(page);
  const live = await liveFigures(page);
  const paper = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
  const overflows = await overflowsOf(page);
  await page.context().close();
  const still = await opened(browser, url, { ...wide, javaScriptEnabled: false });
  const pictures = await still.page.locator("figure .picture.wide > svg:visible").count();
  const figures = await still.page.locator("figure").count();
  return {
    visits: {
      ...visits,
      desktop: {
        ...visits.desktop,
        messages: [...visits.desktop.messages, ...messages],
        requests: [...visits.desktop.requests, ...requests],
      },
    },
    live,
    overflows,
    words: [words, await wordsOf(still.page)],
    pictures: [pictures, figures],
    copied,
    paper: /\/MediaBox \[0 0 ([\d.]+ [\d.]+)\]/.exec(paper)?.[1] ?? "",
  };
}

if (import.meta.main) {
  const [executablePath, path] = Deno.args;
  // chromium refuses its sandbox to root, and the page is our own
  const browser = await chromium.launch({ executablePath: executablePath!, chromiumSandbox: false });
  try {
    console.log(JSON.stringify(await seen(browser, `file://${path}`)));
  } finally {
    await browser.close();
  }
}
