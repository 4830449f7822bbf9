const { stdout } = process;
const colours = stdout.isTTY && stdout.hasColors();

const style = (code: number) => (text: string) => (colours ? `\x1b[${String(code)}m${text}\x1b[0m` : text);
const bold = style(1);
const dim = style(2);
const red = style(31);
const green = style(32);
const cyan = style(36);

/** The last line drawn, which {@link redraw} may overwrite. */
let drawn = '';

function write(text: string): boolean {
  const before = drawn && (stdout.isTTY ? '\n' : `${drawn}\n`);
  drawn = '';
  return stdout.write(`${before}${text}\n`);
}

function labelled(label: string, text: string): string {
  const tone = /done/.test(label) ? green : /fail|catch|thrown/.test(label) ? red : dim;
  return `    ${tone(label.padEnd(10))}  ${text}`;
}

export const heading = (text: string) => write(`\n${bold(text)}`);

/** Prints the subject of the lines below. */
export const subject = (text: string) => write(`\n  ${cyan(text)}`);

export const line = (label: string, text: string) => write(labelled(label, text));

/** Overwrites the line drawn before. Without a terminal, only the last of such lines is printed. */
export const redraw = (label: string, text: string) => {
  drawn = labelled(label, text);
  return stdout.isTTY && stdout.write(`\r${drawn}\x1b[K`);
};

/** Returns a progress bar of 20 cells, with the percentage and both sizes. */
export function bar(loaded: number, total: number): string {
  const cells = Math.floor((20 * loaded) / total);
  const percent = String(Math.floor((100 * loaded) / total)).padStart(3);
  return `${'#'.repeat(cells)}${'.'.repeat(20 - cells)} ${percent} %  ${kib(loaded).padStart(kib(total).length)} of ${kib(total)} KiB`;
}

function kib(bytes: number): string {
  return String(Math.round(bytes / 1024));
}
