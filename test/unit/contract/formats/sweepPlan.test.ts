import assert from 'node:assert/strict';
import Ajv from 'ajv';
import { jsonSchemas } from '../../../../src/contract/formats/jsonSchemas';
import { sweepPlan, sweptParameters } from '../../../../src/contract/formats/sweepPlan';
import { FormatError, parseValue } from '../../../../src/contract/formats/parse';
import { sweepPlans } from '../../fuzz/formatSeeds';
import { mutatedJsonText } from '../../fuzz/jsonMutations';
import { property } from '../../fuzz/property';

const grid = { schemaVersion: 1, kind: 'grid', parameters: { num_filters: [8, 16] } };
const random = { schemaVersion: 1, kind: 'random', runs: 2, parameters: { learning_rate: { min: 1e-4, max: 0.1 } } };

function problemWith(plan: unknown): string | undefined {
  try {
    parseValue(sweepPlan, plan, 'plan');
    return undefined;
  } catch (error) {
    assert.ok(error instanceof FormatError);
    return error.detail;
  }
}

describe('the plan of a sweep', () => {
  it('has defaults for what is not named', () => {
    assert.deepEqual(parseValue(sweepPlan, grid, 'plan'), { ...grid, base: {}, seeds: 1, seed: 0 });
    const { runs: _, ...without } = random;
    assert.deepEqual(parseValue(sweepPlan, without, 'plan'), { ...random, runs: 20, base: {}, seeds: 1, seed: 0 });
  });

  it('is refused with the field, what was found, what is expected and what to do', () => {
    const seedWord = 'no seed here: it makes no setting; replicates are asked for by "seeds", beside "parameters"';
    const cases: readonly [object, string][] = [
      [{}, 'kind: it is missing; expected "grid" or "random".'],
      [
        { schemaVersion: 1, kind: 'grid' },
        'parameters: it is missing; expected an object of names of parameters, each with a list of values.',
      ],
      [{ ...grid, parameters: {} }, 'parameters: found an object; expected a parameter or more.'],
      [
        { ...grid, parameters: { num_filters: [8, 1000] } },
        'parameters.num_filters[1]: found 1000; expected a whole number from 1 to 512.',
      ],
      [
        { ...grid, parameters: { num_filters: [8] } },
        'parameters.num_filters: found a list of 1; expected 2 values or more, each a whole number from 1 to 512.',
      ],
      [{ ...grid, parameters: { num_filters: [8, 8] } }, 'parameters.num_filters: found a list of 2; expected each value once.'],
      [{ ...grid, parameters: { seed: [1, 2] } }, `parameters.seed: found "seed"; expected ${seedWord}.`],
      [{ ...grid, base: { seed: 1 } }, `base.seed: found "seed"; expected ${seedWord}.`],
      [{ ...grid, seeds: [3, 3] }, 'seeds: found a list of 2; expected each seed once.'],
      [
        { ...grid, seeds: 5001 },
        'parameters: found "10,002 runs"; expected 10,000 runs at most, every seed counted: take values or seeds away.',
      ],
      [
        { ...random, runs: 5001, seeds: 2 },
        'runs: found "10,002 runs"; expected 10,000 runs at most, every seed counted: take settings or seeds away.',
      ],
      [
        { ...random, parameters: { num_layers: { min: 1, max: 3 } }, runs: 4 },
        'runs: found 4; expected 3 at most: there are no more different settings.',
      ],
      [
        { ...random, parameters: { learning_rate: { min: 1e-4 } } },
        'parameters.learning_rate.max: it is missing; expected a number above 0 to 10.',
      ],
      [
        { ...random, parameters: { learning_rate: { min: 1, max: 0.1 } } },
        'parameters.learning_rate: found an object; expected a max above min.',
      ],
      [
        { ...random, parameters: { weight_decay: { min: 0, max: 0.1, scale: 'log' } } },
        'parameters.weight_decay: found an object; expected a min above 0, where scale is "log".',
      ],
      [{ ...random, parameters: { learning_rate: [1, 'a'] } }, 'parameters.learning_rate[1]: found "a"; expected a number above 0 to 10.'],
    ];
    for (const [plan, detail] of cases) assert.equal(problemWith(plan), detail);
    assert.match(
      problemWith({ ...grid, parameters: { num_filter: [1, 2] } })!,
      /parameters\.num_filter: .*\(did you mean num_filters\?\)\.$/,
    );
    assert.match(problemWith({ ...grid, sedes: 3 })!, /sedes: .*\(did you mean seeds\?\)\.$/);
  });
});

describe('the JSON schema of a plan', () => {
  const schema = jsonSchemas().sweepPlan;
  const fits = new Ajv({ allErrors: false, strict: true, allowUnionTypes: true, strictTypes: false }).compile(schema);

  it('offers every parameter but the seed, with its help, and values that it can have', () => {
    const { oneOf } = schema as unknown as {
      oneOf: readonly { properties: { parameters: { properties: Readonly<Record<string, Described>> } } }[];
    };
    for (const [i, { properties }] of oneOf.entries()) {
      const described = properties.parameters.properties;
      assert.deepEqual(
        Object.keys(described),
        sweptParameters.map(({ name }) => name),
      );
      for (const { name, help } of sweptParameters) {
        assert.equal(described[name]!.description, help);
        const examples = [described[name]!, ...(described[name]!.anyOf ?? [])].flatMap(one => one.examples ?? []);
        assert.ok(examples.length > 0, name);
        for (const example of examples)
          assert.equal(
            problemWith({ schemaVersion: 1, kind: ['grid', 'random'][i], ...(i === 1 && { runs: 1 }), parameters: { [name]: example } }),
            undefined,
          );
      }
    }
  });

  /** What an editor is not told of: what several fields together come to. */
  const together = /expected (?:a max above min|a min above 0|[\d,]+ runs at most|[\d,]+ at most: there are no more)/;

  property(
    'agrees with the parser',
    mutatedJsonText(sweepPlans),
    json => {
      let plan: unknown;
      try {
        plan = JSON.parse(json);
      } catch {
        return;
      }
      // A name that every object has is no field.
      if (json.includes('__proto__')) return;
      const problem = problemWith(plan);
      if (problem === undefined || !together.test(problem))
        assert.equal(fits(plan), problem === undefined, `${json}\n${problem}\n${JSON.stringify(fits.errors)}`);
    },
    { cases: 2000 },
  );
});

interface Described {
  readonly description: string;
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Described[];
}
