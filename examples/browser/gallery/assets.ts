import { build, type BuildOptions } from 'esbuild';

/** The path from the root of the repository, where npm runs its commands. */
export const here = 'examples/browser/gallery';

/** The files of the page that are sent as they are, by their names there. */
export const files = new Map([
  ['style.css', { type: 'text/css', path: `${here}/style.css` }],
  [
    'inter.woff2',
    {
      type: 'font/woff2',
      path: 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2',
    },
  ],
]);

/** Bundles a module of the page from source. The paths of `tsconfig.json` lead to this package. */
export async function bundle(entry: string, options: Pick<BuildOptions, 'format' | 'minify'> = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [`${here}/${entry}`],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    write: false,
    ...options,
  });
  return outputFiles[0]?.text ?? '';
}
