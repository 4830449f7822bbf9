const colours = process.stdout.isTTY && process.stdout.hasColors();

const write = (text: string) => process.stdout.write(`${text}\n`);
const style = (code: number) => (text: string) => (colours ? `\x1b[${String(code)}m${text}\x1b[0m` : text);
const bold = style(1);
const dim = style(2);
const cyan = style(36);

export const heading = (text: string) => write(`\n${bold(text)}`);

/** What the lines below it are about. */
export const subject = (text: string) => write(`\n  ${cyan(text)}`);

export const line = (label: string, text: string) => write(`    ${dim(label.padEnd(10))}  ${text}`);

/** A bar of 20 cells, the percentage and the two sizes. */
export function bar(loaded: number, total: number): string {
  const cells = Math.round((20 * loaded) / total);
  const percent = String(Math.round((100 * loaded) / total)).padStart(3);
  return `${'#'.repeat(cells)}${'.'.repeat(20 - cells)} ${percent} %  ${kib(loaded).padStart(3)} of ${kib(total)} KiB`;
}

function kib(bytes: number): string {
  return String(Math.round(bytes / 1024));
}
