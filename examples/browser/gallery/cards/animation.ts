import { animationsFinished } from 'rx-deferred/dom';

import type { Card } from './card.js';

export function playScene(stage: HTMLElement, { trace, say }: Card): void {
  const step = (name: string) => {
    stage.classList.add(name);
    return animationsFinished(stage);
  };
  const curtain = step('open');
  const light = curtain.then(() => step('lit'));
  const title = light.then(() => step('titled'));
  trace({ curtain, light, title });

  curtain.done(() => {
    say('The curtain is open.');
  });
  light.done(() => {
    say('The light is on.');
  });
  title
    .done(() => {
      say('The scene is set.');
    })
    .fail(() => {
      say('Cut: the animations were cancelled.');
    });
}

export function startAnimation(card: Card): void {
  const stage = card.find('.scene', HTMLElement);
  card.on('play', () => {
    stage.className = 'scene';
    // Without styles in between, nothing would change, and nothing would be animated.
    stage.getBoundingClientRect();
    playScene(stage, card);
  });
  card.on('cut', () => {
    for (const animation of stage.getAnimations({ subtree: true })) {
      animation.cancel();
    }
  });
}
