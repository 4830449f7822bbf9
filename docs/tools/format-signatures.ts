import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { format, type Options } from 'prettier';

const options: Options = { parser: 'typescript', singleQuote: true, printWidth: 84 };

/** Breaks the lines of the signatures in a reference that TypeDoc has written. */
export async function formatSignatures(folder: string): Promise<void> {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));
  for (const page of pages) {
    const path = join(folder, page);
    writeFileSync(path, await withFormattedSignatures(readFileSync(path, 'utf8')));
  }
}

async function withFormattedSignatures(page: string): Promise<string> {
  const parts = page.split(/^(```ts\n[^]*?^```$)/m);
  const formatted = await Promise.all(parts.map(async (part, i) => (i % 2 === 0 ? part : formatBlock(part))));
  return formatted.join('');
}

/** Formats a block with a declaration. An example has been formatted by its author. */
async function formatBlock(block: string): Promise<string> {
  // A constructor of an interface has no name.
  const code = block.slice('```ts\n'.length, -'```'.length).replace(/^new \w+/, 'new ');
  if (code.startsWith('import ')) {
    return block;
  }
  if (/^(?:function|const|type|class) /.test(code)) {
    return fenced(await format(code, options));
  }
  // A member is none of a program. A class has members with a value, an interface constructors.
  const lines = (
    await format(`${code.startsWith('new') ? 'interface' : 'declare class'} Declaring {\n${code}}`, options)
  )
    .trimEnd()
    .split('\n')
    .slice(1, -1);
  return fenced(lines.map((line) => `${line.slice(2)}\n`).join(''));
}

const fenced = (code: string): string => `\`\`\`ts\n${code}\`\`\``;
