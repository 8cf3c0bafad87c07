import * as v from 'valibot';
import { askedParameters } from '../../contract/formats/parameters';
import { describeNetwork, mnistFormat } from '../../contract/network';
import { defaultParameters, type Parameters } from '../../contract/parameters';
import { differingParameters } from '../../experiment/differences';
import { estimateOf, inWords } from '../../experiment/estimateInWords';
import { nameAndValue } from '../../experiment/runLabel';
import { QuestionError } from '../../queries/questionError';
import type { NewRun } from '../../runs/newRun';
import { beginningOfNotes } from '../../wording/beginningOfNotes';
import { networkInWords, networkSizeInWords } from '../../wording/networkInWords';
import type { Desk } from '../desk';
import { defineTool } from '../tool';

const name = v.pipe(v.string('a name'), v.maxLength(200, 'a name of at most 200 characters'));
const tag = v.pipe(v.string('a tag'), v.nonEmpty('a tag'), v.maxLength(100, 'a tag of at most 100 characters'));

const input = v.pipe(
  v.strictObject({
    parameters: v.exactOptional(
      v.pipe(askedParameters, v.description('Those that are missing have their defaults. dataset: mnist, or a folder of IDX files.')),
    ),
    name: v.exactOptional(v.pipe(name, v.description('What the run is called. Default: what differs from the defaults.'))),
    tags: v.exactOptional(
      v.pipe(v.array(tag, 'a list of tags'), v.maxLength(20, '20 tags at most'), v.readonly(), v.description('Tags of the run.')),
    ),
    hypothesis: v.exactOptional(
      v.pipe(
        v.string('a text'),
        v.maxLength(2_000, 'a text of at most 2,000 characters'),
        v.description('What is expected of the run and why; its notes begin with it.'),
      ),
    ),
    confirmed: v.exactOptional(
      v.pipe(
        v.boolean('true or false'),
        v.description(
          'Without it nothing starts: the answer says what would be trained, for how long, and where it is kept. Set it to true only after the person has agreed to that.',
        ),
      ),
    ),
  }),
  v.readonly(),
);

type Input = v.InferOutput<typeof input>;

export const startRunTool = defineTool({
  name: 'digits_start_run',
  title: 'Start a run',
  summary: 'Trains a new run, after you have agreed to its parameters, time and place.',
  description:
    'Trains one new run of Digits Lab, which keeps all cores of this machine busy for the time that it says and writes a folder of some megabytes beside the other runs. Without confirmed it starts nothing and tells parameters, network, estimated time and place at once, for the person to agree to. With confirmed it begins the training and returns the id without waiting for the end: digits_read_run tells how far it is. Where it may not start anything it refuses and says what a person can do. One run says nothing of a parameter: several seeds are needed.',
  isReadOnly: false,
  input,
  doing: ({ confirmed = false }) => (confirmed ? 'Starting a run' : 'Working out what a run would take'),
  confirmation: async (asked, desk) => {
    if (!asked.confirmed || desk.starting.refusal() !== undefined) return undefined;
    const { parameters, changed, time, keptIn, consequences } = await planOf(asked, desk);
    const facts = [
      changed.length === 0
        ? 'All parameters at their defaults.'
        : `${changed.map(one => nameAndValue(one, parameters)).join(', ')}; all others at their defaults.`,
      `It takes ${time}.`,
      `It is kept in ${keptIn}.`,
    ];
    return { title: 'Train a run?', message: [...facts, ...consequences].join(' ') };
  },
  run: async (asked, desk) => {
    const { starting } = desk;
    const refusal = starting.refusal();
    if (asked.confirmed && refusal !== undefined) throw new QuestionError(refusal);
    const { parameters, changed, network, time, estimate, keptIn, consequences } = await planOf(asked, desk);
    const plan = {
      parameters,
      differFromDefaults: changed,
      network,
      estimatedTime: time,
      estimate: estimate ? { durationMs: Math.round(estimate.ms), isGuess: estimate.isGuess } : null,
      keptIn,
      consequences,
    };
    if (!asked.confirmed)
      return {
        json: {
          started: false,
          ...plan,
          next: refusal ?? 'Nothing was started. Tell the person this; once they agree call again with confirmed.',
        },
      };
    const { id, folder, says } = await starting.start(newRunOf(asked, parameters));
    return { json: { started: true, id, folder, ...plan, next: `${says} digits_read_run with its id tells how far it is.` } };
  },
});

/** @throws {ParameterError} if there is no such network */
async function planOf({ parameters: named }: Input, { starting, runs, runsFolders }: Desk) {
  const asked: Parameters = { ...defaultParameters, ...named };
  const parameters: Parameters = { ...asked, dataset: starting.datasetOf(asked.dataset) };
  const network = parameters.dataset === 'mnist' ? describeNetwork(parameters, mnistFormat) : undefined;
  const estimate = estimateOf(parameters, starting.machine((await runs()).runs));
  const [keptIn] = runsFolders;
  if (keptIn === undefined) throw new QuestionError('No folder is open in which a run could be kept.');
  return {
    parameters,
    changed: differingParameters(parameters),
    network: network ? `${networkInWords(network)}; ${networkSizeInWords(network)}` : 'as the images of the folder have it',
    time: inWords(estimate) || 'a time that cannot be told, since no run on this data was measured here',
    estimate,
    keptIn,
    consequences: starting.consequences(),
  };
}

function newRunOf({ name: called, tags, hypothesis = '' }: Input, parameters: Parameters): NewRun {
  return {
    parameters,
    labels: { ...(called !== undefined && { name: called }), ...(tags && { tags: [...new Set(tags)] }) },
    ...(hypothesis.trim() !== '' && { notes: beginningOfNotes(hypothesis) }),
  };
}
