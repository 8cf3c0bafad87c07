/** What a data set is known by. */
export interface KnownBy {
  /** What its files or its folders are called: `emnist-letters`, `FashionMNIST`. */
  readonly names: readonly string[];
  /** SHA-256 of the file of training labels, decompressed. */
  readonly labelsSha256: string;
}

interface KnownSet {
  readonly name: RegExp;
  readonly labelsSha256?: string;
  readonly classNames: readonly string[];
}

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const digitsAndCapitals = Array.from('0123456789').concat(letters);

/** The published sets whose classes are no numbers. */
const knownSets: readonly KnownSet[] = [
  {
    name: /^fashion([-_ ]?mnist)?$/i,
    // The file whose packed MD5, 25c81989df183df01b3e8a0aad5dffbe, stands in the README of zalandoresearch/fashion-mnist.
    labelsSha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
    classNames: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  },
  { name: /^(kmnist|kuzushiji([-_ ]?mnist)?)$/i, classNames: ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo'] },
  { name: /^emnist[-_]letters$/i, classNames: letters.map(letter => `${letter}${letter.toLowerCase()}`) },
  { name: /^emnist[-_]byclass$/i, classNames: digitsAndCapitals.concat(letters.map(letter => letter.toLowerCase())) },
  // Small letters that look like their capitals are of one class with them.
  { name: /^emnist[-_](balanced|bymerge)$/i, classNames: digitsAndCapitals.concat(Array.from('abdefghnqrt')) },
];

/** The names of a known set's classes, if it has so many. */
export function knownClassNames({ names, labelsSha256 }: KnownBy, classes: number): readonly string[] | undefined {
  const known = knownSets.find(set => set.labelsSha256 === labelsSha256 || names.some(name => set.name.test(name)));
  return known?.classNames.length === classes ? known.classNames : undefined;
}
