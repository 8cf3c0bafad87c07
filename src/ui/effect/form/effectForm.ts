import { defaultParameters } from '../../../contract/parameters';
import { LONGEST_HYPOTHESIS, MOST_SEEDS, expectations, factorNames } from '../../../contract/formats/comparisonFile';
import { rangeInBrief } from '../../../contract/rangeInWords';
import { findParameter } from '../../../contract/parameters';
import { effectMetric, effectMetrics } from '../../../experiment/effects/effectMetrics';
import { askForDataset } from '../../form/askForDataset';
import { askForParameter } from '../../form/askForParameter';
import { input, pick, type Choice } from '../../sinks/quickInput';
import { levelsFromText, levelsInText, problemOf, withBaseline, withFactor, type EffectDraft } from './effectDraft';
import { effectFormRows, titleOf, type EffectField, type EffectFormFacts, type EffectRow } from './effectFormRows';

export interface EffectFormOptions extends EffectFormFacts {
  /** Asks for another baseline. */
  readonly askForBaseline: () => Promise<Pick<EffectDraft, 'baseline' | 'baselineRun'> | undefined>;
  /** It was dismissed: what was filled in is not lost. */
  readonly onDismissed: (draft: EffectDraft) => void;
  /** Looks up what is needed to tell which runs can be used again. */
  readonly prepareReuse: () => Promise<void>;
}

export interface FilledInEffect {
  readonly draft: EffectDraft;
  /** Its runs are to be submitted to Slurm, once that was confirmed; else this machine trains them. */
  readonly isForSlurm: boolean;
}

/** Asks a person what is to change and what they expect; undefined if the form is dismissed. The keyboard is enough. */
export async function showEffectForm(options: EffectFormOptions, from: EffectDraft): Promise<FilledInEffect | undefined> {
  let draft = from;
  let at = 'start';
  for (;;) {
    const items = effectFormRows(draft, options);
    const picked = await pick({
      title: titleOf(draft),
      placeholder: 'Enter starts; pick a row to change it',
      items,
      active: items.find(item => keyOf(item) === at),
    });
    if (picked.how === 'dismissed' || picked.how === 'back') {
      options.onDismissed(draft);
      return undefined;
    }
    if (picked.how === 'button') {
      const row = picked.item;
      if (row?.row === 'parameter')
        draft = withBaseline(draft, { ...draft.baseline, [row.name]: defaultParameters[row.name] }, draft.baselineRun);
      continue;
    }
    const row = picked.item;
    if (isStart(row) && problemOf(draft) === undefined) return { draft, isForSlurm: row.row === 'submit' };
    const changed = await change(row, draft, options);
    at = changed ? 'start' : keyOf(row);
    draft = changed ?? draft;
  }
}

function isStart({ row }: EffectRow): boolean {
  return row === 'start' || row === 'submit';
}

function keyOf(row: EffectRow): string {
  return row.row === 'field' ? row.field : row.row === 'parameter' ? row.name : row.row;
}

async function change(row: EffectRow, draft: EffectDraft, options: EffectFormOptions): Promise<EffectDraft | undefined> {
  switch (row.row) {
    case 'separator':
      return undefined;
    // What is wrong is most often the levels.
    case 'start':
    case 'submit':
      return askFor(draft.expected === 'no effect' && draft.margin === null ? 'margin' : 'levels', draft, options);
    case 'parameter': {
      const baseline = await askForParameter(row.name, draft.baseline);
      return baseline && withBaseline(draft, baseline, draft.baselineRun);
    }
    case 'field':
      return askFor(row.field, draft, options);
  }
}

async function askFor(field: EffectField, draft: EffectDraft, options: EffectFormOptions): Promise<EffectDraft | undefined> {
  switch (field) {
    case 'factor':
      return askForFactor(draft);
    case 'levels':
      return askForLevels(draft);
    case 'count': {
      const count = await askForNumber({
        title: 'Seeds',
        prompt: 'Each level is trained with each of them: fewer than three give no verdict, five are usual.',
        value: draft.count,
        problemOf: value =>
          Number.isInteger(value) && value >= 1 && value <= MOST_SEEDS ? undefined : `Expected a whole number from 1 to ${MOST_SEEDS}.`,
      });
      return count === undefined ? undefined : { ...draft, count };
    }
    case 'expected':
      return askForDirection(draft);
    case 'metric': {
      const roles = { choosing: 'runs are chosen by it', reported: 'reported, never chosen by', time: 'also depends on the machine' };
      const items = effectMetrics.map(({ name, label, role }) => ({ name, label, description: roles[role] }));
      const picked = await choose(
        'The metric that you expect something of',
        items,
        items.find(({ name }) => name === draft.metric),
      );
      // A margin of another unit is none.
      return picked && { ...draft, metric: picked.name, margin: picked.name === draft.metric ? draft.margin : null };
    }
    case 'margin':
      return askForMargin(draft);
    case 'text': {
      const picked = await input({
        title: 'What do you expect, and why?',
        prompt: 'In your own words; kept with the plan, before the first run.',
        value: draft.text,
        canGoBack: true,
        validate: text => (text.length > LONGEST_HYPOTHESIS ? `Expected at most ${LONGEST_HYPOTHESIS} characters.` : undefined),
      });
      return picked.how === 'accepted' ? { ...draft, text: picked.item.trim() } : undefined;
    }
    case 'reuses': {
      const items = [
        { label: 'Train all runs anew', description: 'so that the verdict can be on the hypothesis', reuses: false },
        {
          label: 'Use runs that exist and match',
          description: 'quicker; their results can be seen, so that the verdict is an estimate',
          reuses: true,
        },
      ];
      const picked = await choose(
        'Runs that exist',
        items,
        items.find(({ reuses }) => reuses === draft.reuses),
      );
      if (picked?.reuses) await options.prepareReuse();
      return picked && { ...draft, reuses: picked.reuses };
    }
    case 'baseline': {
      const chosen = await options.askForBaseline();
      return chosen && withBaseline(draft, chosen.baseline, chosen.baselineRun);
    }
  }
}

async function askForFactor(draft: EffectDraft): Promise<EffectDraft | undefined> {
  const items = factorNames
    .filter(name => findParameter(name)!.mayVary)
    .map(name => {
      const { help, label } = findParameter(name)!;
      return { name, label: name, description: label, detail: help };
    });
  const picked = await choose(
    'Which one parameter changes?',
    items,
    items.find(({ name }) => name === draft.factor),
  );
  if (!picked) return undefined;
  const changed = withFactor(draft, picked.name);
  // Its levels are what comes next; who leaves them keeps what was suggested.
  return (await askForLevels(changed)) ?? (problemOf(changed) === undefined ? changed : undefined);
}

async function askForLevels(draft: EffectDraft): Promise<EffectDraft | undefined> {
  const parameter = findParameter(draft.factor)!;
  if (parameter.kind === 'dataset') {
    const baseline = await askForDataset(draft.baseline);
    return baseline && baseline.dataset !== draft.baseline.dataset
      ? { ...draft, levels: [draft.baseline.dataset, baseline.dataset] }
      : undefined;
  }
  const range =
    parameter.kind === 'choice' ? parameter.choices.join(', ') : [rangeInBrief(parameter), parameter.unit].filter(Boolean).join(' ');
  const picked = await input({
    title: `Levels of ${draft.factor}`,
    prompt: `Two or more, the one that the others are compared with first: ${range}.`,
    value: levelsInText(draft.factor, draft.levels),
    canGoBack: true,
    validate: text => {
      const levels = levelsFromText(text, draft);
      return typeof levels === 'string' ? levels : undefined;
    },
  });
  if (picked.how !== 'accepted') return undefined;
  const levels = levelsFromText(picked.item, draft);
  return typeof levels === 'string' ? undefined : { ...draft, levels };
}

async function askForDirection(draft: EffectDraft): Promise<EffectDraft | undefined> {
  const details = {
    higher: 'The other levels raise it',
    lower: 'The other levels lower it',
    'no effect': 'The other levels leave it within a margin',
  };
  const items = [
    ...expectations.map(expected => ({ label: expected, description: details[expected], expected })),
    { label: 'nothing', description: 'The answer will be an estimate, without a verdict', expected: null },
  ];
  const picked = await choose(
    `What do you expect of ${effectMetric(draft.metric).label}?`,
    items,
    items.find(({ expected }) => expected === draft.expected),
  );
  if (!picked) return undefined;
  const changed = { ...draft, expected: picked.expected };
  return picked.expected === 'no effect' ? ((await askForMargin(changed)) ?? undefined) : { ...changed, margin: null };
}

async function askForMargin(draft: EffectDraft): Promise<EffectDraft | undefined> {
  const { unit, label } = effectMetric(draft.metric);
  const scale = { share: 100, nats: 1, ms: 1 / 1000 }[unit];
  const words = { share: 'percentage points', nats: 'nats', ms: 'seconds' }[unit];
  const margin = await askForNumber({
    title: `Margin of ${label}, in ${words}`,
    prompt: 'Differences below it are no effect. It is supported where the whole interval lies within.',
    value: draft.margin === null ? undefined : draft.margin * scale,
    problemOf: value => (value > 0 ? undefined : 'Expected a number above 0.'),
  });
  return margin === undefined ? undefined : { ...draft, margin: margin / scale };
}

interface NumberQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: number | undefined;
  readonly problemOf: (value: number) => string | undefined;
}

async function askForNumber({ title, prompt, value, problemOf: isWrong }: NumberQuestion): Promise<number | undefined> {
  const numberOf = (text: string): number => (text.trim() === '' ? NaN : Number(text));
  const picked = await input({
    title,
    prompt,
    value: value === undefined ? '' : String(Number(value.toPrecision(6))),
    canGoBack: true,
    validate: text => (Number.isFinite(numberOf(text)) ? isWrong(numberOf(text)) : 'Expected a number.'),
  });
  return picked.how === 'accepted' ? numberOf(picked.item) : undefined;
}

async function choose<T extends Choice>(title: string, items: readonly T[], active: T | undefined): Promise<T | undefined> {
  const picked = await pick({ title, placeholder: title, items, active, canGoBack: true });
  return picked.how === 'accepted' ? picked.item : undefined;
}
