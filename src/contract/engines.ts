/** The names of all engines, which are the same in flags, settings, files and messages. */
export const engineNames = ['onnx', 'tensorflow', 'wasm'] as const;

export type EngineName = (typeof engineNames)[number];

/** Names, in the environment of the trainer, the folder in which @tensorflow/tfjs-node was installed. */
export const TENSORFLOW_FOLDER = 'DIGITS_TENSORFLOW';

/** What a user can choose. `auto`: the fastest engine that works on this machine. */
export type EngineChoice = 'auto' | EngineName;

export const engineChoices: readonly EngineChoice[] = ['auto', ...engineNames];

/** Names that version 0.1.0 accepted; settings, queues and scripts may still hold them. */
const olderNames = { native: 'onnx' } as const satisfies Readonly<Record<string, EngineName>>;

/** Every word that is accepted for a choice. */
export const acceptedChoices = ['auto', ...engineNames, ...(Object.keys(olderNames) as (keyof typeof olderNames)[])] as const;

/** The choice that an accepted word stands for. */
export function engineChosen(word: (typeof acceptedChoices)[number]): EngineChoice {
  return word === 'native' ? olderNames[word] : word;
}

const titles: Readonly<Record<EngineName, string>> = {
  onnx: 'ONNX Runtime',
  tensorflow: 'TensorFlow',
  wasm: 'ONNX Runtime as WebAssembly',
};

/** Whether a recorded name is that of an engine of this version; another version may have engines that this one does not have. */
export function isEngineName(name: string): name is EngineName {
  return (engineNames as readonly string[]).includes(name);
}

/** What an engine is called in sentences. One that this version does not have is called by its recorded name. */
export function engineTitle(name: string): string {
  return isEngineName(name) ? titles[name] : name;
}

/** The engine that a run was recorded with; undefined if this version does not have it. */
export function engineLike({ name }: { readonly name: string }): EngineName | undefined {
  return isEngineName(name) ? name : undefined;
}

/** Runs everywhere, and is the slowest by far. */
export const universalEngine = 'wasm' satisfies EngineName;

/** Those that are made for a machine, any of which may be the fastest there. */
export const nativeEngines: readonly EngineName[] = engineNames.filter(name => name !== universalEngine);
