/** The process that the editor starts to follow files that other tools write as they train. It ends with the editor. */
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import pLimit from 'p-limit';
import type * as v from 'valibot';
import { followerCommand, type followerMessage } from '../contract/formats/follower';
import { parseValue } from '../contract/formats/parse';
import { mnistTestLabels } from '../data/mnist';
import { systemClock } from '../util/clock';
import { messageOf } from '../util/messageOf';
import type { Place } from './findSources';
import { FollowedFolder } from './followedFolder';
import type { ReadInTurn } from './source';

type Command = v.InferOutput<typeof followerCommand>;
type Message = v.InferOutput<typeof followerMessage>;

/** So often it says that it answers. */
const ALIVE_MS = 1000;

let following: readonly FollowedFolder[] = [];
/** One command after the other. */
let obeying: Promise<void> = Promise.resolve();

function send(message: Message): void {
  if (process.connected) process.send?.(message);
}

const readKnownLabels = (): ReturnType<typeof mnistTestLabels> => mnistTestLabels(path.join(__dirname, 'data', 'mnist'));

const tell = (line: string): void => send({ type: 'told', line });

/** Of all folders: where this process hangs, or has no memory left, it is known by what. */
const inTurn = pLimit(1);
const readInTurn: ReadInTurn = (place, read) =>
  inTurn(async () => {
    send({ type: 'reading', path: place });
    try {
      return await read();
    } finally {
      send({ type: 'read' });
    }
  });

async function end(): Promise<void> {
  await leave();
  process.exit(0);
}

async function leave(): Promise<void> {
  const before = following;
  following = [];
  await Promise.all(before.map(folder => folder.stop()));
}

async function follow({ places, leftOut }: Extract<Command, { readonly type: 'follow' }>): Promise<void> {
  await leave();
  const byFolder = new Map<string, Place[]>();
  for (const place of places) {
    try {
      // A person may open a folder by a link; what lies in it is not followed through one.
      const root = await realpath(place.root);
      const there = byFolder.get(place.runsFolder) ?? [];
      byFolder.set(place.runsFolder, [
        ...there,
        { ...place, root, runsFolder: await realpath(place.runsFolder).catch(() => place.runsFolder) },
      ]);
    } catch (error) {
      tell(`${place.root}: cannot be followed: ${messageOf(error)}.`);
    }
  }
  const counts = new Map<string, number>();
  following = [...byFolder].map(([runsFolder, of]) => {
    const onFound = (count: number): void => {
      const isNew = counts.get(runsFolder) !== count;
      counts.set(runsFolder, count);
      if (isNew && counts.size === byFolder.size)
        send({ type: 'following', runs: [...counts.values()].reduce((sum, one) => sum + one, 0) });
    };
    return new FollowedFolder({
      runsFolder,
      places: of,
      tell,
      onFound,
      clock: systemClock,
      now: Date.now,
      readKnownLabels,
      readInTurn,
      leftOut: new Set(leftOut),
    });
  });
  for (const folder of following) folder.start();
}

function obey(command: Command): void {
  obeying = obeying.then(() => (command.type === 'stop' ? end() : follow(command))).catch((error: unknown) => tell(messageOf(error)));
}

setInterval(() => send({ type: 'alive' }), ALIVE_MS);
process.on('message', message => obey(parseValue(followerCommand, message, 'What the editor sent')));
process.on('disconnect', () => obey({ type: 'stop' }));
