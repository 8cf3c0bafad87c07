import type { EngineChoice } from '../../contract/engines';
import { classNamesOf } from '../../contract/classNames';
import type { DrawnAnswer, Drawing } from '../../contract/inspection';
import { EngineError, type EngineRuntime } from '../../engine/runtime';
import { fileSizeIn, fileTimeIn } from '../../files/readFiles';
import { runPaths } from '../../runFolder/paths';
import { readOverview, requireTrained } from '../../runFolder/readRun';
import { asDigit } from '../../util/drawing/asDigit';
import { grouped } from '../../util/format';
import { messageOf } from '../../util/messageOf';
import { withoutModelInWords } from '../../wording/withoutModelInWords';
import { askingEngine } from './askingEngine';

export interface DrawnQuestion {
  readonly folders: readonly string[];
  readonly drawing: Drawing;
  readonly engine?: EngineChoice;
}

/**
 * What the models of some runs take a drawing for, each of which sees it in the size of its images.
 * @throws {EngineError} if no engine works here
 */
export async function drawn({ folders, drawing, engine: choice = 'auto' }: DrawnQuestion): Promise<{ results: DrawnAnswer[] }> {
  const engine = await askingEngine(choice);
  const results: DrawnAnswer[] = [];
  // One after the other: the engine has one thread for them.
  for (const folder of folders) {
    try {
      results.push(await ask(engine, folder, drawing));
    } catch (error) {
      results.push({ outcome: 'refused', reason: messageOf(error) });
    }
  }
  return { results };
}

const MODEL = 'model/model.onnx';

/** Images that are finer than any drawing are none of digits; a stranger's run may say that it has them. */
const MOST_PIXELS = 1_000_000;

async function ask(engine: EngineRuntime, folder: string, drawing: Drawing): Promise<DrawnAnswer> {
  const { config, status, summary } = await readOverview(folder);
  const { dataset } = requireTrained(config, folder);
  const { height, width } = dataset;
  if (height * width > MOST_PIXELS)
    return { outcome: 'refused', reason: `Its images have ${grouped(height)} × ${grouped(width)} pixels: none of that size are drawn.` };
  const [size, timeMs] = await Promise.all([fileSizeIn(folder, MODEL), fileTimeIn(folder, MODEL)]);
  if (size === undefined) return { outcome: 'refused', reason: withoutModelInWords({ status, reason: summary?.reason }) };
  const { pixels } = asDigit(drawing, dataset);
  const model = { onnxFile: runPaths(folder).onnxModel, version: `${size} ${timeMs}` };
  const probabilities = Array.from(await engine.ask(model, dataset, pixels), p => Math.min(1, p));
  if (!probabilities.every(p => p >= 0)) throw new EngineError(`${model.onnxFile}: what the model gives are no probabilities.`);
  return { outcome: 'read', probabilities, classes: classNamesOf(dataset, dataset.classes) };
}
