// The rules that are this project's own, for oxlint.
import { noComputedDelay } from './noComputedDelay.mjs';
import { noSpreadOfData } from './noSpreadOfData.mjs';
import { onlyIn } from './onlyIn.mjs';

// eslint-disable-next-line import/no-default-export -- what a plugin is
export default {
  meta: { name: 'digits-lab' },
  rules: { 'no-computed-delay': noComputedDelay, 'no-spread-of-data': noSpreadOfData, 'only-in': onlyIn },
};
