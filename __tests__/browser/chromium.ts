import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { chromium, type Browser } from 'playwright-core';

import { cached } from '../support/cache.js';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Starts a headless browser: `CHROME_PATH`, an installed one, or that of `@sparticuz/chromium`, in this order.
 *
 * @param more - Arguments of the command.
 */
export async function startChromium(...more: string[]): Promise<Browser> {
  const named = process.env['CHROME_PATH'];
  const found = installed.filter((path) => existsSync(path)).map((executablePath) => () => ({ executablePath }));
  const failures: unknown[] = [];
  for (const options of named ? [() => ({ executablePath: named })] : [...found, unpackChromium]) {
    try {
      return await chromium.launch({ args: [...args, ...more], timeout: 120_000, ...options() });
    } catch (error) {
      failures.push(error);
    }
  }
  throw new Error(
    'No browser can be started: install one, as with `apt-get install chromium`, or set CHROME_PATH to the path of one',
    { cause: new AggregateError(failures) },
  );
}

const fontConfig = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

/** Unpacks the browser of the package, unless it is unpacked already. */
function unpackChromium(): { executablePath: string; env: Record<string, string> } {
  const modules = resolve(__dirname, '..', '..', 'node_modules');
  const manifest = readFileSync(join(modules, '@sparticuz', 'chromium', 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const home = cached(`chromium-${version}`, (folder) => {
    // The package is an ES module, which Jest does not load, and it unpacks into the folder for temporary files.
    execFileSync(
      process.execPath,
      ['--input-type=module', '-e', `await (await import('@sparticuz/chromium')).default.executablePath()`],
      { cwd: __dirname, env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' } },
    );
    // The configuration of the package has folders of another system, and without fonts an input crashes the browser.
    writeFileSync(join(folder, 'fonts', 'fonts.conf'), fontConfig);
  });
  return {
    executablePath: join(home, 'chromium'),
    env: {
      ...(process.env as Record<string, string>),
      LD_LIBRARY_PATH: join(home, 'al2023', 'lib'),
      FONTCONFIG_PATH: join(home, 'fonts'),
    },
  };
}
