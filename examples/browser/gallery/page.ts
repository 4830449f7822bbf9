import { startAnimation } from './cards/animation.js';
import { Card } from './cards/card.js';
import { startConfirm } from './cards/confirm.js';
import { startImages } from './cards/images.js';
import { startPrimes } from './cards/primes.js';
import { startUpload } from './cards/upload.js';
import { startUsers } from './cards/users.js';
import { find } from './find.js';
import { Playground } from './playground/playground.js';

new Playground(find(document, '#playground', HTMLElement));

const cards = {
  users: startUsers,
  upload: startUpload,
  confirm: startConfirm,
  images: startImages,
  animation: startAnimation,
  primes: startPrimes,
};

for (const [name, start] of Object.entries(cards)) {
  start(new Card(name));
}
