import { existsSync, readdirSync } from 'node:fs';
import { posix } from 'node:path';

import type { MarkdownRenderer } from 'vitepress';

/** The guides that have links to the reference: to the core, and to entries, by their folders there. */
const guides: Readonly<Record<string, readonly string[] | undefined>> = {
  'api.md': ['ajax', 'jquery', 'angular', 'dom', 'trace'],
  'getting-started.md': [],
  'always.md': [],
  'progress.md': [],
  'types.md': [],
  'promises.md': [],
  'observables.md': [],
  'lifetime.md': [],
  'errors.md': [],
  'requests.md': ['ajax'],
  'jquery.md': ['jquery'],
  'angular.md': ['angular'],
  'dom.md': ['dom'],
  'tracing.md': ['trace'],
};

const methods =
  'done fail always progress then catch finally until pipe state promise outcome asObservable outcome$ progress$'.split(
    ' ',
  );
const settling = 'resolve resolveWith reject rejectWith notify notifyWith abort'.split(' ');

/** Links the first mention of each name of the package in a guide, `toDeferred` or `always()`, to its reference. */
export function linkToReference(md: MarkdownRenderer): void {
  const core = { ...pagesOf(''), ...membersOf('DeferredPromise', methods), ...membersOf('Deferred', settling) };
  md.core.ruler.push('link-to-reference', ({ tokens, env, Token }) => {
    const entries = guides[(env as { relativePath?: string }).relativePath ?? ''];
    if (entries === undefined) {
      return;
    }
    const pages = new Map([core, ...entries.map(pagesOf)].flatMap((each) => Object.entries(each)));
    tokens.forEach((token, i) => {
      if (token.type !== 'inline' || tokens[i - 1]?.type === 'heading_open') {
        return;
      }
      let depth = 0;
      token.children = (token.children ?? []).flatMap((child) => {
        depth += child.type === 'link_open' ? 1 : child.type === 'link_close' ? -1 : 0;
        const name = child.type === 'code_inline' && depth === 0 ? nameIn(child.content) : undefined;
        const page = name === undefined ? undefined : pages.get(name);
        if (name === undefined || page === undefined) {
          return [child];
        }
        pages.delete(name);
        const open = new Token('link_open', 'a', 1);
        open.attrSet('href', page);
        return [open, child, new Token('link_close', 'a', -1)];
      });
    });
  });
}

/** The name that a piece of code consists of, or calls: `toDeferred` in `toDeferred(source, options?)`. */
function nameIn(code: string): string | undefined {
  return /^([\w$]+)(?:\(.*\))?$/.exec(code)?.[1];
}

/** The pages of an entry by their names. A function stands before a type of the same name. */
function pagesOf(entry: string): Record<string, string> {
  const folder = posix.join('reference/rx-deferred', entry);
  const kinds = ['type-aliases', 'interfaces', 'classes', 'variables', 'functions'];
  return Object.fromEntries(
    kinds.flatMap((kind) =>
      files(`${folder}/${kind}`).map((file) => [file.replace('.md', ''), `/${folder}/${kind}/${file}`]),
    ),
  );
}

/** Of an entry that has nothing of a kind, there is no folder for it. */
function files(folder: string): string[] {
  const path = new URL(`../${folder}`, import.meta.url);
  return existsSync(path) ? readdirSync(path) : [];
}

/** The anchors of members. Where two differ by a `$` only, the first in the source has the plain one. */
function membersOf(type: string, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.map((name) => [name, `/reference/rx-deferred/interfaces/${type}.md#${anchorOf(name, names)}`]),
  );
}

function anchorOf(name: string, names: readonly string[]): string {
  return names.includes(`${name}$`) ? `${name.toLowerCase()}-1` : name.replace('$', '').toLowerCase();
}
