import { readFileSync } from 'node:fs';

import type { DefaultTheme } from 'vitepress';

/** The sidebar of the reference, as TypeDoc has written it: the core first, then the entries beside it. */
export function reference(): DefaultTheme.SidebarItem[] {
  const path = new URL('../reference/typedoc-sidebar.json', import.meta.url);
  const [core] = JSON.parse(readFileSync(path, 'utf8')) as DefaultTheme.SidebarItem[];
  const isEntry = ({ link }: DefaultTheme.SidebarItem) => link !== undefined;
  const items = core?.items ?? [];
  return [
    { text: 'API reference', link: '/reference/' },
    { ...core, collapsed: false, items: items.filter((item) => !isEntry(item)).map(toGroup) },
    ...items.filter(isEntry).map(({ text = '', items = [], ...entry }) => ({
      ...entry,
      text: `rx-deferred/${text}`,
      collapsed: true,
      items: items.map(toGroup),
    })),
  ];
}

/** A group within an entry. */
const toGroup = ({ text, items = [] }: DefaultTheme.SidebarItem): DefaultTheme.SidebarItem => ({
  text: text === 'Type Aliases' ? 'Types' : (text ?? ''),
  items,
});
