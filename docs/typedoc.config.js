/** The options of TypeDoc: Markdown for the API reference, from the doc comments of the entries. */
const entries = ['', 'ajax/', 'jquery/', 'angular/', 'dom/', 'trace/'];

const kinds = { Functions: 'function', Classes: 'class', Interfaces: 'interface', 'Type Aliases': 'type' };

/** @type {import('typedoc').TypeDocOptions & import('typedoc-plugin-markdown').PluginOptions} */
export default {
  plugin: ['typedoc-plugin-markdown', 'typedoc-vitepress-theme', './tools/typedoc-plugin.js'],
  theme: 'reference',
  name: 'API reference',
  tsconfig: '../tsconfig.json',
  entryPoints: entries.map((entry) => `../src/${entry}index.ts`),
  out: 'reference',
  docsRoot: '.',
  readme: 'none',
  router: 'member',
  treatWarningsAsErrors: true,
  // Types that are not exported stand in signatures without a link.
  validation: { notExported: false, invalidLink: true, rewrittenLink: true },
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  excludeReferences: true,
  groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases'],
  pageTitleTemplates: {
    index: 'API reference',
    module: '{name}',
    member: ({ rawName, group }) => `${rawName.replace(/<.*/, '')} <Badge type="info" text="${kinds[group]}" />`,
  },
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCustomAnchors: true,
  useCodeBlocks: true,
  expandParameters: true,
  parametersFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideDefaults: true, hideInherited: true, hideModifiers: true, hideOverrides: true },
};
