import { install } from '../../examples/install.js';

await install('__tests__/everywhere', true, () => {
  console.log('Installing Node.js 20 to 26, Bun, Deno, the bundlers and TypeScript 5.0 to 7.0');
});
