import importX from 'eslint-plugin-import-x';
import tsdoc from 'eslint-plugin-tsdoc';
import tseslint from 'typescript-eslint';

/** What each module of the core may import of the others: the way down, and never back up. */
const layers = [
  ['types', 'channels'],
  ['guards'],
  ['errors', 'observable-input'],
  ['unhandled'],
  ['handlers', 'job-queue'],
  ['reaction'],
  ['progress'],
  ['settlement'],
  ['lifetime'],
  ['then', 'pipe', 'observable'],
  ['finally'],
  ['methods'],
  ['deferred'],
  ['to-deferred'],
  ['adopt'],
  ['when', 'combine', 'one-shot'],
  ['index'],
];

const message = 'Imports go one way: see docs/architecture.md.';

const importDirection = layers.flatMap((layer, level) =>
  (level === layers.length - 1 ? [] : layer).map((name) => ({
    target: `./src/${name}.ts`,
    from: layers.slice(level + 1).flatMap((upper) => upper.map((file) => `./src/${file}.ts`)),
    message,
  })),
);

/** The entries beside the core stand on it, and not on each other. */
const entries = ['ajax', 'jquery'].map((entry) => ({
  target: ['./src/*.ts'],
  from: [`./src/${entry}/**`],
  message,
}));

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'reports', '.stryker-tmp'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['*.js'] } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
  },
  {
    files: ['src/**/*.ts'],
    plugins: { tsdoc, 'import-x': importX },
    rules: {
      'tsdoc/syntax': 'error',
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...importDirection, ...entries] }],
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
