import { join, resolve } from 'node:path';

import { buildSync } from 'esbuild';

const src = resolve(__dirname, '..', '..', 'src');

/** Bundles a module for a page. Its exports are the properties of the global `page`. */
export function bundle(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: __dirname, loader: 'ts' },
    alias: {
      'rx-deferred': join(src, 'index.ts'),
      'rx-deferred/ajax': join(src, 'ajax', 'index.ts'),
      'rx-deferred/angular': join(src, 'angular', 'index.ts'),
      'rx-deferred/jquery': join(src, 'jquery', 'index.ts'),
      'rx-deferred/dom': join(src, 'dom', 'index.ts'),
      'rx-deferred/trace': join(src, 'trace', 'index.ts'),
    },
    bundle: true,
    format: 'iife',
    globalName: 'page',
    write: false,
  });
  return outputFiles[0]?.text ?? '';
}

export const ours = `
  export { ajax, get, getJSON, post } from 'rx-deferred/ajax';
  export { Deferred, oneShot, toDeferred, when } from 'rx-deferred';
`;
export const installed = `
  import jQuery from 'jquery';
  import { installDeferred } from 'rx-deferred/jquery';
  installDeferred(jQuery);
  export { Deferred, oneShot, toDeferred, when } from 'rx-deferred';
  export const { get } = jQuery;
`;
export const jQuerys = "import jQuery from 'jquery'; export const { ajax, get, getJSON, post } = jQuery;";
