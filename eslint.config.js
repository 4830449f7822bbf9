import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';

/** The zones of the source, from the ground up: a zone may import from the zones before it, and from no other. */
const zones = [
  ['./src/types/**', './src/base/**'],
  ['./src/state/**'],
  ['./src/promise/**'],
  ['./src/*.ts'],
  ['./src/ajax/**', './src/jquery/**', './src/angular/**', './src/dom/**', './src/trace/**'],
];

const message = 'Imports go one way: see docs/architecture.md.';

const entries = zones.at(-1);

const importDirection = [
  ...zones.slice(0, -1).map((zone, level) => ({ target: zone, from: zones.slice(level + 1).flat(), message })),
  // Entries never import each other.
  ...entries.map((entry) => ({ target: entry, from: entries.filter((other) => other !== entry), message })),
];

export default tseslint.config(
  {
    ignores: [
      'dist',
      'coverage',
      'reports',
      '.stryker-tmp',
      'docs/{site,.vitepress}',
      'examples/angular/{src,dist,.angular}',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { tsdoc, 'import-x': importX },
    // Without it no import is resolved, and no zone is ever left.
    settings: { 'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts'] } })] },
    rules: {
      'tsdoc/syntax': 'error',
      'import-x/no-restricted-paths': ['error', { zones: importDirection }],
    },
  },
  {
    rules: {
      // `Deferred<void, Error>` is how a channel without arguments is written.
      '@typescript-eslint/no-invalid-void-type': 'off',
      // The rejection handlers of a deferred have types.
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'off',
    },
  },
  { files: ['**/*.js', '**/*.cjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
);
