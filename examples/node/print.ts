const { stdout } = process;
const colours = stdout.isTTY && stdout.hasColors();

const style = (code: number) => (text: string) => (colours ? `\x1b[${String(code)}m${text}\x1b[0m` : text);
const bold = style(1);
const dim = style(2);
const red = style(31);
const green = style(32);
const cyan = style(36);

/** The line that is drawn at last, and may be drawn again. */
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

/** What the lines below it are about. */
export const subject = (text: string) => write(`\n  ${cyan(text)}`);

export const line = (label: string, text: string) => write(labelled(label, text));

/** Draws a line in the place of the one that was drawn before. Where there is no terminal, the last one is printed. */
export const redraw = (label: string, text: string) => {
  drawn = labelled(label, text);
  return stdout.isTTY && stdout.write(`\r${drawn}\x1b[K`);
};

/** A bar of 20 cells, the percentage and the two sizes. */
export function bar(loaded: number, total: number): string {
  const cells = Math.floor((20 * loaded) / total);
  const percent = String(Math.floor((100 * loaded) / total)).padStart(3);
  return `${'#'.repeat(cells)}${'.'.repeat(20 - cells)} ${percent} %  ${kib(loaded).padStart(kib(total).length)} of ${kib(total)} KiB`;
}

function kib(bytes: number): string {
  return String(Math.round(bytes / 1024));
}
