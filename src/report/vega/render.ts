/**
 * Vega-Lite to SVG text: no DOM, no canvas, no permission, no network. A specification that tries to load something,
 * or of which Vega is not sure, is an error and not a figure.
 */
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { expressionInterpreter } from "vega-interpreter";
import { installTextMetrics } from "./text_metrics.ts";

/** A rendered figure. */
export interface Rendered {
  readonly svg: string;
  /** What Vega-Lite compiled the specification to, for a live view. */
  readonly vega: vega.Spec;
}

/** Renders a figure. The same specification gives the same bytes. */
export async function render(spec: TopLevelSpec): Promise<Rendered> {
  installTextMetrics();
  const complaints: string[] = [];
  const logger = collectingLogger(complaints);
  const compiled = compile(spec, { logger });
  // by the interpreter and not by generated code, as in the page
  const view = new vega.View(vega.parse(compiled.spec, undefined, { ast: true }), {
    expr: expressionInterpreter,
    renderer: "none",
    logger,
    loader: refusingLoader(complaints),
  });
  try {
    const svg = roundNumbers(withoutUnseen(await view.toSVG()));
    if (complaints.length > 0) throw new Error(`Cannot render the figure: ${complaints.join("; ")}`);
    return { svg, vega: compiled.spec };
  } finally {
    view.finalize();
  }
}

/** The picture alone. */
export async function renderSvg(spec: TopLevelSpec): Promise<string> {
  return (await render(spec)).svg;
}

/** Keeps what Vega complains about. */
function collectingLogger(complaints: string[]): vega.LoggerInterface {
  let level: number = vega.Warn;
  const keep = (...args: readonly unknown[]) => {
    complaints.push(args.map(String).join(" "));
    return logger;
  };
  function levelOf(): number;
  function levelOf(value: number): vega.LoggerInterface;
  function levelOf(value?: number): number | vega.LoggerInterface {
    if (value === undefined) return level;
    level = value;
    return logger;
  }
  const logger: vega.LoggerInterface = {
    level: levelOf,
    error: keep,
    warn: keep,
    info: () => logger,
    debug: () => logger,
  };
  return logger;
}

/** A figure carries its own data; only images that are data URLs pass. */
function refusingLoader(complaints: string[]): vega.Loader {
  const refuse = (uri: string) => {
    complaints.push(`it tries to load ${uri}`); // Vega itself would leave out an image without a word
    return Promise.reject(new Error(`Cannot load ${uri}: figures carry their data`));
  };
  const sanitize = (uri: string) =>
    uri.startsWith("data:image/png;base64,") ? Promise.resolve({ href: uri }) : refuse(uri);
  return { ...vega.loader(), load: refuse, http: refuse, file: refuse, sanitize };
}

/** Without the points that only a pointer finds: a still picture has none. */
function withoutUnseen(svg: string): string {
  return svg.replace(/<path [^>]* opacity="0"\/>/g, "");
}

/** Two decimals are a hundredth of a pixel; Vega writes up to seventeen. */
function roundNumbers(svg: string): string {
  return svg.replace(
    / (?:d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|transform|fill-opacity|opacity|viewBox)="[^"]*"/g,
    (attribute) => attribute.replace(/\d+\.\d{3,}/g, (digits) => String(Number(Number(digits).toFixed(2)))),
  );
}
