import { posix } from 'node:path';

import type { MarkdownRenderer } from 'vitepress';

import manifest from '../../package.json' with { type: 'json' };

/** The address of the repository, if the package names one, as a browser opens it. */
const repository = urlOf(manifest)
  ?.replace(/^git\+/, '')
  .replace(/\.git$/, '');

function urlOf({ repository }: { name: string; repository?: string | { url: string } }): string | undefined {
  return typeof repository === 'string' ? repository : repository?.url;
}

/** Lets links that leave the folder of the guides, as to an example, lead to the repository. Without one they are text. */
export function linkToRepository(md: MarkdownRenderer): void {
  md.core.ruler.push('link-to-repository', ({ tokens, env }) => {
    const { relativePath = '' } = env as { relativePath?: string };
    for (const { children } of tokens) {
      for (const [i, begin] of (children ?? []).entries()) {
        const path = posix.join(posix.dirname(relativePath), begin.attrGet('href') ?? '');
        const end = children?.slice(i).find(({ type }) => type === 'link_close');
        if (begin.type !== 'link_open' || end === undefined || !path.startsWith('../')) {
          continue;
        }
        if (repository === undefined) {
          begin.attrs = [];
          begin.tag = end.tag = 'span';
        } else {
          begin.attrSet('href', `${repository}/blob/HEAD/${path.slice('../'.length)}`);
        }
      }
    }
  });
}
