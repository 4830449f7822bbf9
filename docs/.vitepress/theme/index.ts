import { Content } from 'vitepress';
import DefaultTheme, { VPHomeFeatures, VPHomeHero } from 'vitepress/theme';
import { defineComponent, h, type App } from 'vue';

import './style.css';

/** The first page. That of the default theme has no `main`. */
const Landing = defineComponent(
  () => () =>
    h('main', { class: 'landing' }, [
      h(VPHomeHero),
      h('div', { class: 'vp-doc landing-content' }, h(Content)),
      h(VPHomeFeatures),
    ]),
);

export default {
  extends: DefaultTheme,
  enhanceApp({ app }: { app: App }) {
    app.component('Landing', Landing);
  },
};
