import { choiceLike, type EngineChoice } from '../contract/engines';
import type { Evaluation } from '../contract/trainer';
import { readConfig } from '../runFolder/readRun';
import { messageOf } from '../util/messageOf';
import { missingEngineInWords } from '../wording/engineInWords';
import { evaluateModel } from './evaluate';
import { causeOf } from './failure';
import { threadsByDefault, withEngine } from './openEngine';
import { checkSameData, loadImages } from './runData';

/** Predicts the test images once more with the model that a run left. @throws if the model or the engine does not work */
export async function evaluateRun({ folder, engine }: { readonly folder: string; readonly engine?: EngineChoice }): Promise<Evaluation> {
  const config = await readConfig(folder);
  const warnings: string[] = [];
  try {
    const choice = engine ?? choiceLike(config.engine);
    if (!choice) warnings.push(missingEngineInWords(config.engine));
    const scores = await withEngine({ choice: choice ?? 'auto', threads: threadsByDefault() }, async opening => {
      const dataset = await loadImages(config.parameters, message => warnings.push(message), config.dataset);
      checkSameData(config, dataset);
      const selected = await opening;
      if (selected.warning !== undefined) warnings.push(selected.warning);
      return evaluateModel(selected.engine, folder, dataset);
    });
    return { outcome: 'evaluated', scores, warnings };
  } catch (error) {
    if (!['data', 'parameters'].includes(causeOf(error))) throw error;
    return { outcome: 'refused', reason: messageOf(error) };
  }
}
