import { defineConfig, type DefaultTheme } from 'vitepress';

import manifest from '../../package.json' with { type: 'json' };
import { keepBraces, slugify } from './github.js';
import { linkToReference } from './link-to-reference.js';
import { linkToRepository } from './link-to-repository.js';
import { reference } from './reference.js';

const page = (text: string, name: string): DefaultTheme.SidebarItem => ({ text, link: `/${name}` });

const guides: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      page('Getting started', 'getting-started'),
      page('API at a glance', 'api'),
      { text: 'Gallery', link: '/gallery/', target: '_self' },
    ],
  },
  {
    text: 'Deferreds',
    items: [
      page('always and its siblings', 'always'),
      page('Progress', 'progress'),
      page('Arguments and types', 'types'),
      page('Promises', 'promises'),
      page('Observables', 'observables'),
      page('Lifetime', 'lifetime'),
      page('Errors and hooks', 'errors'),
    ],
  },
  {
    text: 'In an application',
    items: [
      page('Requests', 'requests'),
      page('Under jQuery', 'jquery'),
      page('Angular', 'angular'),
      page('Pages and events', 'dom'),
      page('Tracing', 'tracing'),
    ],
  },
  {
    text: 'From other code',
    items: [page('Migrating', 'migrating'), page('Compatibility with jQuery', 'compatibility')],
  },
  {
    text: 'Inside',
    items: [
      page('Architecture', 'architecture'),
      page('Decisions', 'decisions'),
      page('Figures', 'figures'),
      page('Supported versions', 'support'),
    ],
  },
];

export default defineConfig({
  title: 'rx-deferred',
  description: manifest.description,
  // Where the site is not at the root of its host: `DOCS_BASE=/rx-deferred/ npm run docs`.
  base: process.env['DOCS_BASE'] ?? '/',
  outDir: 'site',
  srcExclude: ['site/**'],
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  // The gallery is no page of VitePress: `docs/tools/build.ts` adds it, and checks the links to it.
  ignoreDeadLinks: [/^\/gallery\//],
  markdown: {
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
    anchor: { slugify },
    config: (md) => {
      keepBraces(md);
      linkToRepository(md);
      linkToReference(md);
    },
  },
  themeConfig: {
    search: { provider: 'local' },
    outline: { level: [2, 3], label: 'On this page' },
    nav: [
      { text: 'Guides', link: '/getting-started', activeMatch: '^/(?!reference/|gallery/|$)' },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference/' },
      { text: 'Gallery', link: '/gallery/', target: '_self' },
    ],
    sidebar: { '/': guides, '/reference/': reference() },
    footer: { message: 'Every example on this site is executed by a test.' },
  },
});
