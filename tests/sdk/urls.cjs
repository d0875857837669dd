// Random calls of the Node SDK that make URLs, and the code that `ikt url --as node` writes for it.
//
// The seed is IKT_SDK_SEED, or 1; it stands in the message of a failure.
'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const rig = require('./rig.cjs');

const SEED = Number(process.env.IKT_SDK_SEED || 1);
const NOW = 1_700_000_000;
const KEY = 'private_key_test';
const ENDPOINTS = ['https://ik.imagekit.io/demo', 'https://ik.imagekit.io/demo/', 'https://cdn.example.com', 'https://cdn.example.com/a/b/'];
const WORDS = ['a', 'photo', 'IMG_0001', 'x-y', 'my file', 'café', 'cafe\u0301', 'हिन्दी', '日本', '🙂', '50%', '%20', 'a+b', "it's", '(1)', 'a&b', 'a=b', 'a,b', 'a:b', '@2x', 'a;b', '~t', 'a[1]', 'a?b', 'a"b', '!$*'];
const TEXTS = ['auto', 'at_max', '4-3', '5_red', 'bw_div_2', 'N90', 'FFAABB50', 'true', '-', '', 'a b', 'é'];

/** Numbers from 0 to below 1, the same for the same seed. */
function numbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Chooser {
  constructor(seed) {
    this.next = numbers(seed);
  }
  of(some) {
    return some[Math.floor(this.next() * some.length)];
  }
  upTo(most) {
    return Math.floor(this.next() * (most + 1));
  }
  often(share) {
    return this.next() < share;
  }
  times(most, make) {
    return Array.from({ length: this.upTo(most) }, make);
  }
}

function path(choose) {
  const segments = [choose.of(WORDS), ...choose.times(3, () => choose.of(WORDS))];
  return choose.of(['', '/', '//']) + segments.join(choose.of(['/', '/', '//'])) + choose.of(['.jpg', '.png', '', '/']);
}

/** A value as programs give it. */
function value(choose) {
  const made = choose.of([() => choose.upTo(4000), () => -choose.upTo(400), () => choose.upTo(50000) / 10000, () => choose.often(0.5), () => null]);
  return choose.often(0.5) ? made() : choose.of(TEXTS);
}

function step(choose, names, depth = 0) {
  const given = (name) => (['defaultImage', 'fontFamily'].includes(name) ? choose.of(TEXTS) : value(choose));
  const params = choose.times(5, () => choose.of(names));
  const made = Object.fromEntries(params.map((name) => [name, given(name)]));
  if (choose.often(0.1)) made.streamingResolutions = [240, '360'];
  if (depth < 2 && choose.often(0.35)) made.overlay = overlay(choose, names, depth + 1);
  return made;
}

function overlay(choose, names, depth) {
  const file = () => ({ input: path(choose) });
  const text = () => ({ text: choose.of(['', 'hello', 'a b', 'Grüße, Welt', '日本', 'a/b', 'x_y.z-1', '100%']) });
  const kinds = { text, image: file, video: file, subtitle: file, solidColor: () => ({ color: choose.of(['FF0000', '00FF0080']) }) };
  const type = choose.of(Object.keys(kinds));
  const made = { type, ...kinds[type]() };
  if (choose.often(0.5)) made.encoding = choose.of(['auto', 'plain', 'base64']);
  if (choose.often(0.4)) made.position = choose.of([{ x: 10, y: 'bh_div_2' }, { focus: 'center' }, { xCenter: 5, y: 0 }, { anchorPoint: 'top' }, {}]);
  if (choose.often(0.3)) made.timing = choose.of([{ start: 5, duration: 'bdu_div_2' }, { end: 0 }, { start: 1.5, end: 10 }]);
  if (choose.often(0.3)) made.layerMode = choose.of(['multiply', 'cutter', 'displace']);
  if (choose.often(0.6)) made.transformation = choose.times(2, () => step(choose, names, depth));
  return made;
}

function buildSrc(choose, names) {
  const options = {
    urlEndpoint: choose.of(ENDPOINTS),
    src: choose.often(0.8) ? path(choose) : 'https://ik.imagekit.io/demo/' + path(choose).replace(/^\/+/, '') + choose.of(['', '?v=1&w=a+b', '?a=b c']),
    transformation: choose.times(3, () => step(choose, names)),
  };
  const more = {
    transformationPosition: ['path', 'query'],
    queryParameters: [{ v: '1' }, { v: 1.5, 'w x': 'a b' }, { 'é': 'ü&', 'ik-attachment': true }],
    signed: [true, false],
    expiresIn: [60, 3600, 0, -60, 1.5],
  };
  for (const [name, some] of Object.entries(more)) if (choose.often(0.5)) options[name] = choose.of(some);
  return { fn: 'buildSrc', client: { privateKey: KEY }, options, now: NOW };
}

/** Runs at a time that stands still. */
function at(seconds, run) {
  const Real = globalThis.Date;
  globalThis.Date = class extends Real {
    constructor() {
      super(seconds * 1000);
    }
  };
  try {
    return run();
  } finally {
    globalThis.Date = Real;
  }
}

/** Random calls give byte for byte what ikt says. */
function compare(names, count, call) {
  const choose = new Chooser(SEED);
  const cases = Array.from({ length: count }, () => buildSrc(choose, names));
  const answers = rig.batch('url', cases);
  at(NOW, () => {
    cases.forEach((one, n) => {
      const told = `IKT_SDK_SEED=${SEED}: ${JSON.stringify(one)}`;
      assert.deepEqual(answers[n], { value: call(one.options) }, told);
    });
  });
}

function ikt(args) {
  const env = { ...process.env, IMAGEKIT_PRIVATE_KEY: KEY, IMAGEKIT_PUBLIC_KEY: 'public', IMAGEKIT_URL_ENDPOINT: ENDPOINTS[0] };
  const done = spawnSync(process.argv[4], ['url', ...args], { env, encoding: 'utf8' });
  assert.equal(done.status, 0, `${args}: ${done.stderr}`);
  return done.stdout.trimEnd();
}

/** The code gives the URL when it runs, at the time at which ikt made it. */
function compareCode(count) {
  const choose = new Chooser(SEED);
  const chains = ['', 'w-300,h-200', 'w-300:rt-90', 'e-sharpen,e-grayscale,bl-3', 'l-text,i-a%20b,fs-20,l-end,w-9', 'w-1,w-2', 'di-a@@b.png,ar-4-3', ':w-1'];
  process.env.IMAGEKIT_PRIVATE_KEY = KEY;
  for (let n = 0; n < count; n++) {
    const chain = choose.of(chains);
    const file = WORDS.filter((word) => !word.startsWith('//'));
    const args = ['/' + choose.of(file) + '/' + choose.of(file) + '.jpg', ...(chain ? ['--tr', chain] : [])];
    args.push(...choose.of([[], ['--in-path']]), ...choose.of([[], ['--query', 'v=1 2é', '--query', 'w=x&y']]));
    args.push(...choose.of([[], ['--sign'], ['--expires', '1h']]));
    const expected = ikt(args);
    const until = new URL(expected).searchParams.get('ik-t');
    const code = ikt([...args, '--as', 'node']).replace(/^import ImageKit from '(.*)';/, "const { default: ImageKit } = require('$1');");
    const written = [];
    const run = new Function('require', 'console', code);
    at(until ? Number(until) - 3600 : NOW, () => run(require, { log: (line) => written.push(line) }));
    assert.deepEqual(written, [expected], `IKT_SDK_SEED=${SEED}: ${args}: ${code}`);
  }
}

module.exports = { KEY, compare, compareCode };
