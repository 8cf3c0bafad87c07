import type { Factor, Level } from '../contract/effects';
import type { ComparedRun } from '../experiment/effects/comparedRun';
import { levelInWords } from '../experiment/effects/effectInWords';
import { factorsAmong } from '../experiment/effects/ofRuns';
import { UNKNOWN_PARAMETERS, whyPassedOver } from '../experiment/effects/plansOverRuns';
import { counted } from '../util/format';

/** Which runs of a folder an effect was looked for in, when none were named. */
export interface ConsideredRuns {
  readonly runs: number;
  /** Those that ended and of which every parameter is known. */
  readonly considered: number;
  /** What they have of the parameter, and which others vary among them. */
  readonly values: readonly Level[];
  readonly alsoVarying: readonly Factor[];
  readonly passedOver: readonly PassedOver[];
  /** Runs that tell something of the parameter only where they are named: those whose other parameters are not all known. */
  readonly tryThese: readonly string[];
}

export interface PassedOver {
  readonly why: string;
  readonly count: number;
  /** The ids of the first of them. */
  readonly runs: readonly string[];
}

/** So many ids are named of each kind. */
const MOST_NAMED = 10;
/** As many as the tool takes. */
const MOST_TRIED = 60;

/** Which of a folder's runs count where nobody chose them, and which do not, and why. */
export function consideredRuns(runs: readonly ComparedRun[], factor: Factor): ConsideredRuns {
  const used: ComparedRun[] = [];
  const others = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const why = whyPassedOver(run);
    if (why === undefined) used.push(run);
    else others.set(why, [...(others.get(why) ?? []), run]);
  }
  const nameable = (others.get(UNKNOWN_PARAMETERS) ?? []).filter(
    ({ config: { parameters } }) => parameters[factor] !== undefined && parameters.seed !== undefined,
  );
  return {
    runs: runs.length,
    considered: used.length,
    values: valuesOf(used, factor),
    alsoVarying: factorsAmong(used).filter(name => name !== factor),
    passedOver: [...others].map(([why, of]) => ({ why, count: of.length, runs: idsOf(of, MOST_NAMED) })),
    tryThese: valuesOf(nameable, factor).length > 1 ? idsOf(nameable, MOST_TRIED) : [],
  };
}

/** Why nothing is known of a parameter's effect in a folder, and what would tell something. */
export function nothingKnownInWords(
  factor: Factor,
  { runs, considered, values, alsoVarying, passedOver, tryThese }: ConsideredRuns,
): string {
  if (runs === 0) return `There are no runs in this folder, so that nothing is known of ${factor}. ${howToTrain(factor)}`;
  const they = considered === 1 ? 'It has' : values.length > 1 ? 'Within one folder they have one value; in all' : 'They all have';
  const one = values.length === 0 ? '' : ` ${they} ${values.map(value => levelInWords(factor, value)).join(', ')}`;
  const vary = alsoVarying.length > 0 ? ` and vary in ${alsoVarying.join(', ')}` : '';
  const sentences = [
    `No comparison is about ${factor}.`,
    considered === 0
      ? `None of the ${counted(runs, 'run')} counts where no runs are named: that takes a result, and parameters that are all known.`
      : `Of ${counted(runs, 'run')} ${considered} ${considered === 1 ? 'counts' : 'count'} where none are named: those with a result, and parameters that are all known.${one}${vary}.`,
    ...(passedOver.length > 0 ? [`Passed over: ${passedOver.map(({ why, count }) => `${count} ${why}`).join(', ')}.`] : []),
    ...(tryThese.length > 0
      ? [
          `Those of tryThese have two values of ${factor} and a seed: call this again with them as runs. What cannot be verified of them is then named.`,
        ]
      : []),
    howToTrain(factor),
  ];
  return sentences.join(' ');
}

function howToTrain(factor: Factor): string {
  return `A person may ask: digits effect ${factor} VALUE VALUE trains what is missing, with several seeds of each; in VS Code the command is Digits: What Does One Parameter Do?.`;
}

function valuesOf(runs: readonly ComparedRun[], factor: Factor): Level[] {
  return [...new Set(runs.flatMap(({ config }) => config.parameters[factor] ?? []))];
}

function idsOf(runs: readonly ComparedRun[], most: number): string[] {
  return runs.slice(0, most).map(({ id }) => id);
}
