import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { GraphqlApi, readGraphqlRequest } from '../../../../src/endpoint/protocol/graphqlApi';
import { nearestDocument } from '../../../../src/endpoint/protocol/nearest';
import { schema } from '../../../../src/endpoint/protocol/schema';
import { checkQuery, MOST_TOKENS } from '../../../../src/endpoint/protocol/queryLimits';
import { endpoints } from '../testEndpoint';

/** What scripts/makeWandbQueries.py found in the official packages. */
const official = JSON.parse(readFileSync('test/fixtures/wandb/queries.json', 'utf8')) as readonly {
  readonly versions: readonly string[];
  readonly query: string;
}[];
const NEWEST = '0.31.0';

/** What the newest client asks while a script runs, and when a script asks whom its key belongs to. */
const ofScripts = [
  'ArtifactType',
  'CommitArtifact',
  'CreateArtifact',
  'CreateArtifactFiles',
  'CreateArtifactManifest',
  'CreateRunFiles',
  'FetchArtifactDigestAlgorithm',
  'FetchOrgEntityFromEntity',
  'GetDefaultEntity',
  'GetViewer',
  'MarkRunFilesUploaded',
  'OrganizationCoreWeaveOrganizationID',
  'QueryRunInfo',
  'RunResumeStatus',
  'RunState',
  'RunStoppedStatus',
  'ServerFeaturesQuery',
  'UpdateArtifactManifest',
  'UpsertBucket',
  'Viewer',
  'XXHashDigestsEnabled',
];

describe('the queries of the official clients', () => {
  const made = endpoints();

  it('can all be answered, if need be without what is not known here', () => {
    assert.ok(official.length > 200);
    for (const { query, versions } of official) {
      const document = parse(query, { maxTokens: MOST_TOKENS, noLocation: true });
      checkQuery(document);
      const errors = validate(schema, nearestDocument(schema, document));
      assert.deepEqual(errors, [], `${versions.join()}: ${query.slice(0, 200)}`);
    }
  });

  it('of a script are known here, each field of them', () => {
    for (const name of ofScripts) {
      const queries = official.filter(
        ({ query, versions }) => versions.includes(NEWEST) && readGraphqlRequest({ query }).operation === name,
      );
      assert.ok(queries.length > 0, name);
      for (const { query } of queries) assert.deepEqual(validate(schema, parse(query)), [], name);
    }
  });

  it('about whom a key belongs to are answered whole', async () => {
    const endpoint = await made.start();
    const { query } = official.find(one => one.versions.includes(NEWEST) && one.query.startsWith('query GetViewer'))!;
    const { data, errors } = await endpoint.client.graphql<{ viewer: object }>(query);
    assert.deepEqual(errors, []);
    const { viewer } = data!;
    const asked = ['admin', 'apiKeys', 'deletedAt', 'email', 'entity', 'flags', 'id', 'name', 'teams', 'username'];
    assert.deepEqual(Object.keys(viewer).toSorted(), asked);
  });

  it('are refused in words where they fit no schema', async () => {
    const api = new GraphqlApi({} as never, { entity: 'a', teams: [] }, false);
    for (const [query, said] of [
      ['query Q { viewer { ...f } } fragment f on Nothing { id }', undefined],
      ['query Q { viewer { ... on Nothing { id } id } }', undefined],
      ['query Q { viewer { ...missing } }', /Unknown fragment "missing"/],
      ['query Q { viewer { ...f } } fragment f on User { ...f }', /nested more than 15 deep/],
      ['query Q { viewer { id } } fragment f on Nothing { ...g } fragment g on User { ...f }', undefined],
    ] as const) {
      const answer = api.answer(readGraphqlRequest({ query }));
      if (said) await assert.rejects(answer, said);
      else assert.equal((await answer).errors, undefined);
    }
  });
});
