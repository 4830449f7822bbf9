import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { build as buildPackage } from 'tsup';

import type { Job } from './child.js';

const run = promisify(execFile);
const benchDirectory = fileURLToPath(new URL('.', import.meta.url));
const caches = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));

/** Gives the version of a package that is installed here. */
export function packageVersion(name: string): string {
  const manifest = readFileSync(new URL(`../node_modules/${name}/package.json`, import.meta.url), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

/**
 * A directory of its own for one run: a production build of the package, installed as `rx-deferred`, and the
 * benchmarks as plain JavaScript. What is rebuilt elsewhere meanwhile does not change what is measured.
 */
export class Workspace {
  private constructor(private readonly directory: string) {}

  static async create(): Promise<Workspace> {
    await mkdir(caches, { recursive: true });
    const workspace = new Workspace(await mkdtemp(join(caches, 'bench-')));
    try {
      await Promise.all([workspace.installPackage(), workspace.transpileBenchmarks()]);
    } catch (error) {
      await workspace.remove();
      throw error;
    }
    return workspace;
  }

  /** Runs one job by plain Node, without the hooks of this process, and gives its figure. */
  async measure(job: Job): Promise<number> {
    const { stdout } = await run(
      process.execPath,
      ['--expose-gc', join(this.directory, 'bench', 'child.js'), JSON.stringify(job)],
      { cwd: this.directory, env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' } },
    );
    const figure = Number(stdout);
    if (!(figure > 0)) {
      throw new Error(`Expected a figure of ${job.operation}: ${job.implementation}, got "${stdout}"`);
    }
    return figure;
  }

  /** Gives the bytes of entries as a page would load them together: bundled without rxjs, minified, compressed. */
  async measureSize(entries: readonly string[]): Promise<number> {
    const { outputFiles } = await bundle({
      stdin: {
        contents: entries.map((entry) => `export * from '${entry}';`).join('\n'),
        resolveDir: this.directory,
      },
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      external: ['rxjs', 'rxjs/*'],
      write: false,
    });
    return outputFiles.reduce((bytes, { contents }) => bytes + brotliCompressSync(contents).length, 0);
  }

  /** Gives the bytes of a script that a page loads as it is. */
  measureScript(name: string): number {
    return brotliCompressSync(readFileSync(join(this.packageDirectory, 'dist', name))).length;
  }

  async remove(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  private get packageDirectory(): string {
    return join(this.directory, 'node_modules', 'rx-deferred');
  }

  private async installPackage(): Promise<void> {
    await buildPackage({ outDir: join(this.packageDirectory, 'dist'), dts: false, silent: true });
    await writeFile(
      join(this.packageDirectory, 'package.json'),
      await readFile(new URL('../package.json', import.meta.url)),
    );
  }

  private async transpileBenchmarks(): Promise<void> {
    const files = await readdir(benchDirectory, { recursive: true });
    await bundle({
      entryPoints: files.filter((file) => file.endsWith('.ts')).map((file) => join(benchDirectory, file)),
      outbase: benchDirectory,
      outdir: join(this.directory, 'bench'),
      format: 'esm',
      target: 'node20',
    });
    await writeFile(join(this.directory, 'package.json'), '{ "type": "module" }\n');
  }
}
