import { scalarCurves, scalarValues } from '../../../src/contract/formats/recorded';
import { parseValue } from '../../../src/contract/formats/parse';
import type { DrawnCurve, ScalarSource, ScalarUnit } from '../../../src/contract/recorded';
import { toCsv } from '../../../src/report/csv';
import { host } from '../host';
import type { CurvesQuestion } from './curveLoader';

/** The curves of some keys, as they are drawn. @throws {RequestError} with why they cannot be had */
export function askForScalars(question: CurvesQuestion): Promise<readonly DrawnCurve[]> {
  return host.ask({ type: 'scalarCurves', ...question }, answer => parseValue(scalarCurves, answer, 'The curves of the run'));
}

/** All values of a key as a table. @throws {RequestError} with why they cannot be had */
export async function scalarsCsv(source: ScalarSource, key: string, xUnit: ScalarUnit): Promise<string> {
  const question = { type: 'scalarValues', source, key, xUnit } as const;
  const { axis, steps, values } = await host.ask(question, answer => parseValue(scalarValues, answer, 'The values of the run'));
  return toCsv(
    [axis === 'time' ? 'time_ms' : axis, key],
    Array.from(steps, (step, i) => [step, values[i]!]),
  );
}
