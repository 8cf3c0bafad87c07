import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { safeParse, type GenericSchema } from 'valibot';
import * as basics from '../../../src/contract/formats/basics';
import * as channel from '../../../src/contract/formats/channel';
import * as checkpoint from '../../../src/contract/formats/checkpoint';
import * as commands from '../../../src/contract/formats/commands';
import * as comparison from '../../../src/contract/formats/comparison';
import * as comparisonFile from '../../../src/contract/formats/comparisonFile';
import * as config from '../../../src/contract/formats/config';
import * as dashboard from '../../../src/contract/formats/dashboard';
import * as difference from '../../../src/contract/formats/difference';
import * as differenceRequests from '../../../src/contract/formats/differenceRequests';
import * as draft from '../../../src/contract/formats/draft';
import * as drawn from '../../../src/contract/formats/drawn';
import * as effectPage from '../../../src/contract/formats/effectPage';
import * as endpoint from '../../../src/contract/formats/endpoint';
import * as engineSpeeds from '../../../src/contract/formats/engineSpeeds';
import * as eventLines from '../../../src/contract/formats/eventLines';
import * as events from '../../../src/contract/formats/events';
import * as fits from '../../../src/contract/formats/fits';
import * as followed from '../../../src/contract/formats/followed';
import * as follower from '../../../src/contract/formats/follower';
import * as importing from '../../../src/contract/formats/importing';
import * as inspection from '../../../src/contract/formats/inspection';
import * as jsonSchemas from '../../../src/contract/formats/jsonSchemas';
import * as labels from '../../../src/contract/formats/labels';
import * as mlflowAnswers from '../../../src/contract/formats/mlflowAnswers';
import * as notes from '../../../src/contract/formats/notes';
import * as owner from '../../../src/contract/formats/owner';
import * as parameters from '../../../src/contract/formats/parameters';
import * as parse from '../../../src/contract/formats/parse';
import * as parseJson from '../../../src/contract/formats/parseJson';
import * as passedOver from '../../../src/contract/formats/passedOver';
import * as queue from '../../../src/contract/formats/queue';
import * as recorded from '../../../src/contract/formats/recorded';
import * as recording from '../../../src/contract/formats/recording';
import * as rememberedRuns from '../../../src/contract/formats/rememberedRuns';
import * as requests from '../../../src/contract/formats/requests';
import * as savedFilters from '../../../src/contract/formats/savedFilters';
import * as scores from '../../../src/contract/formats/scores';
import * as slurm from '../../../src/contract/formats/slurm';
import * as slurmSettings from '../../../src/contract/formats/slurmSettings';
import * as strict from '../../../src/contract/formats/strict';
import * as summary from '../../../src/contract/formats/summary';
import * as sweepFile from '../../../src/contract/formats/sweepFile';
import * as sweepPage from '../../../src/contract/formats/sweepPage';
import * as sweepPlan from '../../../src/contract/formats/sweepPlan';
import * as sweepVariations from '../../../src/contract/formats/sweepVariations';
import * as trashedRuns from '../../../src/contract/formats/trashedRuns';
import * as tracking from '../../../src/contract/formats/tracking';
import * as wandbAnswers from '../../../src/contract/formats/wandbAnswers';
import { defaultParameters } from '../../../src/contract/parameters';
import { assertComplaint } from './complaint';
import { seeds } from './formatSeeds';
import { mutatedJsonText, mutatedMessage } from './jsonMutations';
import { property, within } from './property';

const modules: Readonly<Record<string, object>> = {
  basics,
  channel,
  checkpoint,
  commands,
  comparison,
  comparisonFile,
  config,
  dashboard,
  difference,
  differenceRequests,
  draft,
  drawn,
  effectPage,
  endpoint,
  engineSpeeds,
  eventLines,
  events,
  fits,
  followed,
  follower,
  importing,
  inspection,
  jsonSchemas,
  labels,
  mlflowAnswers,
  notes,
  owner,
  parameters,
  parse,
  parseJson,
  passedOver,
  queue,
  recorded,
  recording,
  rememberedRuns,
  requests,
  savedFilters,
  scores,
  slurm,
  slurmSettings,
  strict,
  summary,
  sweepFile,
  sweepPage,
  sweepPlan,
  sweepVariations,
  tracking,
  trashedRuns,
  wandbAnswers,
};

const described = Object.entries(modules).flatMap(([file, module]) =>
  Object.entries(module)
    .filter((entry): entry is [string, GenericSchema] => (entry[1] as Partial<GenericSchema>).kind === 'schema')
    .map(([name, schema]) => ({ name: `${file}.${name}`, schema, seeds: seeds[file]?.[name] ?? [] })),
);

/** Pixels and numbers in a row go from process to process as they are; JSON has no form for them. */
const carryBytes = [
  ...['testImages', 'imageListing', 'imageScores', 'thresholdCounts', 'runCurves', 'meanCurves'].map(name => `inspection.${name}`),
  ...['drawing', 'drawnRequest'].map(name => `drawn.${name}`),
  ...['drawnCurve', 'scalarCurves', 'scalarValues'].map(name => `recorded.${name}`),
  'comparison.comparedScalars',
];

const WHERE = '/runs/some file.json';
/** What a person reads after the name of the file. */
const COMPLAINT = /^\/runs\/some file\.json: ((\S.*: )?(it is missing|found [^]*); expected \S.*\.|this is no JSON: [^]+)$/;
/** The inputs have a megabyte at most, but for some that are repeated. */
const MOST_MEMORY = 400_000_000;

/** A value that reads again as itself, or an error that names the place. */
async function assertTyped(schema: GenericSchema, read: () => unknown): Promise<void> {
  let value: unknown;
  try {
    value = await within(MOST_MEMORY, read);
  } catch (error) {
    assertComplaint(error, ['FormatError'], WHERE);
    assert.match(error.message, COMPLAINT);
    return;
  }
  const json = JSON.stringify(value);
  assert.equal(JSON.stringify(parse.parseValue(schema, value, WHERE)), json);
  assert.equal(JSON.stringify(parseJson.parseJson(schema, json, WHERE)), json);
}

/** What is given back without valibot is what valibot would give back. */
function assertFits(schema: GenericSchema, value: unknown): void {
  if (!fits.fits(schema, value)) return;
  const { success, output } = safeParse(schema, value);
  assert.ok(success);
  assert.deepEqual(output, value);
}

/**
 * An event as this version writes it: with the parameters that the version lacked that wrote it, which valibot would add, and of a run's
 * beginning one with all that may be said of the data too.
 */
function asOfNow(input: unknown): unknown[] {
  const event = input as { readonly type: string; readonly config: { readonly parameters: object; readonly dataset: object } };
  if (event.type !== 'runStarted') return [event];
  const now = { ...event.config, parameters: { ...defaultParameters, ...event.config.parameters } };
  const dataset = { ...now.dataset, firstLabel: 1, classNames: ['Aa', 'T-shirt/top'], transposed: true };
  return [now, { ...now, dataset }].map(one => ({ ...event, config: one }));
}

describe('every description of a file or message', () => {
  it('is tried', () => {
    const files = readdirSync('src/contract/formats').map(file => file.replace(/\.ts$/, ''));
    assert.deepEqual(Object.keys(modules).toSorted(), files.toSorted());
    const tried = Object.entries(seeds).flatMap(([file, names]) => Object.keys(names).map(name => `${file}.${name}`));
    assert.deepEqual(tried.toSorted(), described.map(({ name }) => name).toSorted());
    for (const { name, seeds: inputs } of described) assert.ok(inputs.length > 0, name);
  });

  it('takes what it is for', () => {
    for (const { name, schema, seeds: inputs } of described) for (const input of inputs) parse.parseValue(schema, input, name);
  });

  it('takes the events of a run as they are, without a copy of each', () => {
    for (const input of seeds['events']!['trainerEvent']!.flatMap(asOfNow))
      assert.ok(fits.fits(events.trainerEvent, input), JSON.stringify(input));
  });

  it('leaves to valibot what that would not give back', () => {
    const tooLong = 'x'.repeat(1_000_001);
    const cases: readonly [GenericSchema, unknown][] = [
      // A text is one by a description of its own, and not empty by that of the field.
      [wandbAnswers.viewerAnswer, { viewer: { entity: tooLong } }],
      [wandbAnswers.viewerAnswer, { viewer: { entity: '' } }],
      [basics.list(basics.text), Array(2)],
      [basics.record({}), new Map()],
      [basics.record({}), { more: 1 }],
      [basics.number, Infinity],
      [basics.positive, Number.NaN],
    ];
    for (const [schema, value] of cases) assert.ok(!fits.fits(schema, value), `${schema.type} ${parse.inShort(value)}`);
  });

  for (const { name, schema, seeds: inputs } of described.filter(one => one.seeds.length > 0 && !carryBytes.includes(one.name))) {
    const taken = async (value: unknown): Promise<void> => {
      assertFits(schema, value);
      await assertTyped(schema, () => parse.parseValue(schema, value, WHERE));
    };
    property(`${name} of a message`, mutatedMessage(inputs), taken, { cases: 150 });
    property(`${name} of a text`, mutatedJsonText(inputs), text => assertTyped(schema, () => parseJson.parseJson(schema, text, WHERE)), {
      cases: 75,
    });
  }
});
