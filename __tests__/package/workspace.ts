import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { buildSync } from 'esbuild';

import { cached } from '../support/cache.js';
import { filesIn, hashOf } from '../support/files.js';

const root = resolve(__dirname, '..', '..');

/** The compiler options of a project that checks whatever can be checked, the types of packages included. */
export const strict = {
  target: 'ES2022',
  lib: ['ES2022', 'DOM'],
  types: [],
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
};

/** A folder in which the package is built, packed and installed: that of the repository stays as it is. */
class Workspace {
  readonly #folder = mkdtempSync(join(tmpdir(), 'rx-deferred-'));

  /** What {@link pack} has made. */
  tarball = '';

  /** Builds the package, unless another file has done so, and packs it as npm would publish it. */
  pack(): void {
    const stage = join(this.#folder, 'stage');
    for (const name of ['package.json', 'src', 'README.md', 'LICENSE']) {
      if (existsSync(join(root, name))) {
        cpSync(join(root, name), join(stage, name), { recursive: true });
      }
    }
    cpSync(built(), join(stage, 'dist'), { recursive: true });
    const output = execFileSync('npm', ['pack', '--ignore-scripts', '--offline', '--json'], {
      cwd: stage,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      shell: process.platform === 'win32',
    });
    const [packed] = Object.values(JSON.parse(output) as Record<string, { filename: string }>);
    if (packed === undefined) {
      throw new Error(`Expected npm to name a tarball, got ${output}`);
    }
    this.tarball = join(stage, packed.filename);
  }

  /** Makes a project that has the tarball installed, and packages that the repository, or another folder, has. */
  project(
    name: string,
    files: Record<string, unknown>,
    packages: readonly string[] = ['rxjs'],
    home: string = root,
  ): Project {
    const folder = join(this.#folder, name);
    const installed = join(folder, 'node_modules', 'rx-deferred');
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', this.tarball, '-C', installed, '--strip-components', '1']);
    for (const each of packages) {
      const link = join(folder, 'node_modules', each);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(home, 'node_modules', each), link, 'junction');
    }
    writeFiles(folder, files);
    return new Project(folder);
  }

  /** Makes a project in which npm has installed the tarball, beside the exact versions of packages that a folder has. */
  install(name: string, files: Record<string, unknown>, packages: Record<string, string>, home: string): Project {
    const folder = join(this.#folder, name);
    for (const each of Object.keys(packages)) {
      cpSync(join(home, 'node_modules', each), join(folder, 'node_modules', each), { recursive: true });
    }
    writeFiles(folder, { 'package.json': { private: true, type: 'module', dependencies: packages }, ...files });
    execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', this.tarball], {
      cwd: folder,
      stdio: 'pipe',
      shell: process.platform === 'win32',
    });
    return new Project(folder);
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Returns the folder of the build of the present code. */
function built(): string {
  const others = ['package-lock.json', 'tsconfig.json', 'tsup.config.ts'].map((name) => join(root, name));
  return cached(`dist-${hashOf([...others, ...filesIn(join(root, 'src'))])}`, (folder) => {
    runTool('tsup', ['--silent', '--out-dir', folder], root);
  });
}

function writeFiles(folder: string, files: Record<string, unknown>): void {
  for (const [file, content] of Object.entries(files)) {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** Packs the package for the tests of a file, and removes all that they leave. */
export function setUp(): Workspace {
  const workspace = new Workspace();
  beforeAll(() => {
    workspace.pack();
  });
  afterAll(() => {
    workspace.remove();
  });
  return workspace;
}

/** A project that uses the package. */
export class Project {
  constructor(readonly folder: string) {}

  /** Reads a file of the project, or of a package that it has installed. */
  read(file: string): string {
    return readFileSync(join(this.folder, file), 'utf8');
  }

  /** Runs a file in Node.js and gives what it prints. */
  run(file: string): string {
    return execFileSync(process.execPath, [file], { cwd: this.folder, encoding: 'utf8' }).trim();
  }

  /** Checks and compiles the project, with each TypeScript that the package is checked with. */
  compile(): void {
    for (const compiler of ['typescript', 'typescript7']) {
      runTool('tsc', [], this.folder, compiler);
    }
  }

  /** Bundles a file, and all that it needs unless that is named as external. Gives the code. */
  bundle(entry: string, outfile: string, external: string[] = []): string {
    const { outputFiles } = buildSync({
      absWorkingDir: this.folder,
      entryPoints: [entry],
      outfile,
      external,
      bundle: true,
      minify: true,
      format: 'esm',
      write: false,
    });
    const code = outputFiles[0]?.text ?? '';
    writeFileSync(join(this.folder, outfile), code);
    return code;
  }
}

/** Writes the code that loads modules, by `require` in a file of CommonJS: what of each, if anything, and its name. */
export function load(extension: string, ...modules: readonly (readonly [what: string, from: string])[]): string {
  const write =
    extension === 'cjs'
      ? (what: string, from: string) => `${what && `const ${what} = `}require('${from}');`
      : (what: string, from: string) => `import ${what && `${what} from `}'${from}';`;
  return modules.map(([what, from]) => write(what, from)).join('\n');
}

/** Runs a tool of an installed package, by its entry in `bin`. What it prints is in the error, if it fails. */
export function runTool(name: string, args: readonly string[], cwd: string, from = name): string {
  const home = join(root, 'node_modules', from);
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  const file = typeof bin === 'string' ? bin : bin[name];
  if (file === undefined) {
    throw new Error(`Expected ${home} to have ${name}`);
  }
  try {
    return execFileSync(process.execPath, [join(home, file), ...args], { cwd, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    throw new Error(`Expected ${name} to succeed, got:\n${stdout}${stderr}`, { cause: error });
  }
}
