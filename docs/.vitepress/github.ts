import type { MarkdownRenderer } from 'vitepress';

/** Makes the anchor of a heading as GitHub does, where the same links have to work. */
export function slugify(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}

/** Shows braces in inline code as they are: a page is a template of Vue. */
export function keepBraces(md: MarkdownRenderer): void {
  md.core.ruler.push('keep-braces', ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === 'code_inline') {
        token.attrSet('v-pre', '');
      }
    }
  });
}
