// The rules that are this project's own, for oxlint.
import { noSpreadOfData } from './noSpreadOfData.mjs';

// eslint-disable-next-line import/no-default-export -- what a plugin is
export default { meta: { name: 'digits-lab' }, rules: { 'no-spread-of-data': noSpreadOfData } };
