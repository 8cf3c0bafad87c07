import { engineLike, type EngineChoice } from '../contract/engines';
import type { Evaluation } from '../contract/trainer';
import { threadsByDefault } from '../machine/threadsByDefault';
import { readConfig } from '../runFolder/readRun';
import { messageOf } from '../util/messageOf';
import { insteadOfInWords, missingEngineInWords } from '../wording/engineInWords';
import { evaluateModel } from './evaluate';
import { causeOf } from './failure';
import { withEngine } from './openEngine';
import { checkSameData, loadImages } from './runData';

/** Predicts the test images once more with the model that a run left. @throws if the model or the engine does not work */
export async function evaluateRun({ folder, engine }: { readonly folder: string; readonly engine?: EngineChoice }): Promise<Evaluation> {
  const config = await readConfig(folder);
  const warnings: string[] = [];
  try {
    const first = engineLike(config.engine);
    if (!engine && !first) warnings.push(missingEngineInWords(config.engine));
    const scores = await withEngine({ choice: engine ?? 'auto', first, threads: threadsByDefault() }, async opening => {
      const dataset = await loadImages(config.parameters, message => warnings.push(message), config.dataset);
      checkSameData(config, dataset);
      const selected = await opening;
      for (const failed of selected.insteadOf) warnings.push(insteadOfInWords(failed, selected.engine.identity));
      return evaluateModel(selected.engine, folder, dataset);
    });
    return { outcome: 'evaluated', scores, warnings };
  } catch (error) {
    if (!['data', 'parameters'].includes(causeOf(error))) throw error;
    return { outcome: 'refused', reason: messageOf(error) };
  }
}
