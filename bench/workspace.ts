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

const execute = promisify(execFile);
const benchDirectory = fileURLToPath(new URL('.', import.meta.url));
const caches = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));
/** The peer dependencies, which do not count towards the size of the package. */
const peers = Object.keys(readManifest('..').peerDependencies ?? {});

/** Returns the version of an installed package. */
export function packageVersion(name: string): string {
  return readManifest(`../node_modules/${name}`).version;
}

interface Manifest {
  readonly version: string;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(new URL(`${directory}/package.json`, import.meta.url), 'utf8')) as Manifest;
}

/**
 * A directory of its own for one run: a production build of the package, installed as `rx-deferred`, and the
 * benchmarks as plain JavaScript. A rebuild of the package during the run does not affect the figures.
 */
export class Workspace {
  private constructor(
    private readonly directory: string,
    private readonly node: string,
  ) {}

  /** @param node - The path of the Node.js binary that runs the jobs. */
  static async create(node: string): Promise<Workspace> {
    await mkdir(caches, { recursive: true });
    const workspace = new Workspace(await mkdtemp(join(caches, 'bench-')), node);
    try {
      await Promise.all([workspace.installPackage(), workspace.transpileBenchmarks()]);
    } catch (error) {
      await workspace.remove();
      throw error;
    }
    return workspace;
  }

  /** Runs one job in plain Node.js, without the loader hooks of this process, and returns the figure that it prints. */
  async run(job: Job): Promise<number> {
    const { stdout } = await execute(
      this.node,
      ['--expose-gc', join(this.directory, 'bench', 'child.js'), JSON.stringify(job)],
      { cwd: this.directory, env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' } },
    );
    return JSON.parse(stdout) as number;
  }

  /** Returns the bytes of imports as a page would load them: bundled without some packages, minified and compressed. */
  async measureSize(imports: readonly string[], external: readonly string[] = peers): Promise<number> {
    const { outputFiles } = await bundle({
      stdin: {
        contents: imports.map((imported) => `export ${imported};`).join('\n'),
        resolveDir: this.directory,
      },
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      external: [...external],
      write: false,
    });
    return outputFiles.reduce((bytes, { contents }) => bytes + brotliCompressSync(contents).length, 0);
  }

  /** Returns the bytes of a script that a page loads directly. */
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
