// What the Node scripts share: pictures made by hand, plain HTTP beside the SDK, orders for faults, the report.
//
// Arguments of a script: the JSON line of `ikt serve --empty --test-handles`, that of a served demo, the path of ikt.
'use strict';

const { spawnSync } = require('node:child_process');
const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const http = require('node:http');
const { deflateSync } = require('node:zlib');

const WHERE = JSON.parse(process.argv[2]);
const DEMO = JSON.parse(process.argv[3]);
const IKT = process.argv[4];
const HELP = 'For support kindly contact us at support@imagekit.io .';
const NOBODY = '0'.repeat(24);

// Pictures

const CRC_TABLE = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n >>> 0;
});

function crc32(data) {
  let crc = 0xffffffff;
  for (const byte of data) crc = CRC_TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** A picture made here, so that nothing of ours makes it. `paint` gives the colour of a place. */
function png(width = 40, height = 30, paint = () => [200, 80, 40]) {
  const rows = [];
  for (let y = 0; y < height; y++) {
    rows.push(0);
    for (let x = 0; x < width; x++) rows.push(...paint(x, y));
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.from(rows))), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...parts]);
}

const slope = (x, y) => [(x * 3) % 256, (y * 5) % 256, (x + y) % 256];
const disc = (x, y) => ((x - 32) ** 2 + (y - 32) ** 2 < 500 ? [255, 255, 255] : [0, 0, 0]);

/** The JPEG with an EXIF segment behind its start, that names the maker of the camera. */
function withExif(jpeg, make = 'Acme\0') {
  const tiff = Buffer.alloc(26 + make.length);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x010f, 10);
  tiff.writeUInt16LE(2, 12);
  tiff.writeUInt32LE(make.length, 14);
  tiff.writeUInt32LE(26, 18);
  tiff.write(make, 26, 'latin1');
  const segment = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const marker = Buffer.from([0xff, 0xe1, 0, 0]);
  marker.writeUInt16BE(segment.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), marker, segment, jpeg.subarray(2)]);
}

/** Width and height of a PNG. */
function sizeOf(data) {
  assert.equal(data.subarray(1, 4).toString(), 'PNG');
  return [data.readUInt32BE(16), data.readUInt32BE(20)];
}

// Plain HTTP

/** A call without the SDK, on the library when `url` is a path. */
async function call(method, url, { body, key = WHERE.private_key, form } = {}) {
  const headers = {};
  if (key !== null) headers.Authorization = 'Basic ' + Buffer.from(`${key}:`).toString('base64');
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  const answer = await fetch(url.includes('://') ? url : WHERE.api + url, {
    method,
    headers,
    body: form ?? (body === undefined ? undefined : JSON.stringify(body)),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes, json: () => JSON.parse(bytes.toString()) };
}

/** The file as plain HTTP tells it. */
async function details(fileId) {
  const answer = await call('GET', `/v1/files/${fileId}/details`);
  assert.equal(answer.status, 200);
  return answer.json();
}

const gone = async (fileId) => (await call('GET', `/v1/files/${fileId}/details`)).status === 404;

/** The paths of the files in a folder, as plain HTTP lists them. */
async function paths(path = '/') {
  const answer = await call('GET', `/v1/files?${new URLSearchParams({ path })}`);
  return answer.json().map((file) => file.filePath).sort();
}

async function folders(path = '/') {
  const answer = await call('GET', `/v1/files?${new URLSearchParams({ path, type: 'folder' })}`);
  return answer.json().map((folder) => folder.folderPath).sort();
}

/** What delivery answers to a browser without a key. */
const deliver = (url) => call('GET', url, { key: null });

/** An upload without the SDK, as a browser does it. */
function sendForm(fields, data, name = 'upload.png') {
  const form = new FormData();
  for (const [key, value] of Object.entries(fields)) form.set(key, String(value));
  form.set('file', new Blob([data]), name);
  return call('POST', WHERE.upload + '/api/v1/files/upload', { key: null, form });
}

/** The URL with another signature of the same length. */
const tampered = (url) => url.replace(/ik-s=(.)/, (_, first) => `ik-s=${first === '0' ? '1' : '0'}`);

// Handles for tests

/** Spoils the next answer: with that status, or as `kind` says. */
async function fault(status, order = {}) {
  const body = status === null ? { kind: 'cut', ...order } : { kind: 'status', ...order, status };
  assert.equal((await call('POST', '/_ikt/faults', { body })).status, 204);
}

/** How the library answered below a path since the check began. */
async function asked(prefix) {
  const log = (await call('GET', '/_ikt/requests')).json();
  return log.filter((entry) => entry.path.startsWith(prefix)).map((entry) => entry.status);
}

async function holdJobs(hold) {
  assert.equal((await call('POST', '/_ikt/jobs', { body: { hold } })).status, 204);
}

/** Forgets what earlier checks ordered and asked. */
async function calm() {
  await holdJobs(false);
  for (const what of ['faults', 'requests']) {
    assert.equal((await call('DELETE', `/_ikt/${what}`)).status, 204);
  }
}

/** Takes webhook calls on loopback while `use` runs. */
async function receiving(use) {
  const waiting = [];
  const come = [];
  const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      response.end();
      const call = { headers: request.headers, body: Buffer.concat(parts).toString() };
      waiting.length ? waiting.shift()(call) : come.push(call);
    });
  });
  await new Promise((listens) => server.listen(0, '127.0.0.1', listens));
  const hook = {
    url: `http://127.0.0.1:${server.address().port}/hook`,
    next: () =>
      new Promise((resolve, reject) => {
        if (come.length) return resolve(come.shift());
        const late = setTimeout(() => reject(new Error('no webhook call came')), 30_000);
        waiting.push((call) => {
          clearTimeout(late);
          resolve(call);
        });
      }),
  };
  try {
    return await use(hook);
  } finally {
    server.closeAllConnections?.();
    server.close();
  }
}

/** `{ headers, body }` of an account's webhook as the service signs it: the local library sends none. */
function signedEvent(type, data, secret) {
  const body = JSON.stringify({ type, id: 'evt_1', created_at: '2026-01-01T00:00:00.000Z', data });
  const now = Date.now();
  const seconds = String(Math.floor(now / 1000));
  const sign = (text, form) => createHmac('sha256', secret).update(text).digest(form);
  const headers = {
    'webhook-id': 'evt_1',
    'webhook-timestamp': seconds,
    'webhook-signature': `v1,${sign(`evt_1.${seconds}.${body}`, 'base64')}`,
    'x-ik-signature': `t=${now},v1=${sign(`${now}.${body}`, 'hex')}`,
  };
  return { headers, body };
}

/** What `ikt COMMAND --batch` answers to these cases. */
function batch(command, cases) {
  const input = cases.map((one) => JSON.stringify(one) + '\n').join('');
  const done = spawnSync(IKT, [command, '--batch'], { input, encoding: 'utf8' });
  const answers = done.stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  assert.equal(answers.length, cases.length, done.stderr);
  return answers;
}

/** Asks until `of` says yes to the answer, for at most half a minute. */
async function until(what, of) {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await what();
    if (of(answer)) return answer;
    assert.ok(Date.now() < end, `still ${JSON.stringify(answer)}`);
  }
}

const same = (is, wanted) => assert.deepEqual(is, wanted);

/** The error that the call ends with. */
async function refused(run) {
  let answer;
  try {
    answer = await run();
  } catch (error) {
    return error;
  }
  throw new Error(`was answered with ${JSON.stringify(answer)}`);
}

// The report

/** The checks of one SDK. Each is named after the methods that it must call; all methods must be called. */
class Script {
  methods = new Set();
  called = new Set();
  calledNow = new Set();
  checks = [];

  constructor(sdk) {
    this.sdk = sdk;
  }

  /** Notes the calls of the methods of a prototype. */
  watch(prototype, prefix = '') {
    for (const name of Object.getOwnPropertyNames(prototype)) {
      const inner = prototype[name];
      if (name === 'constructor' || name.startsWith('_') || typeof inner !== 'function') continue;
      const script = this;
      this.methods.add(prefix + name);
      prototype[name] = function (...args) {
        script.calledNow.add(prefix + name);
        return inner.apply(this, args);
      };
    }
  }

  /** `names`: the methods that the check is about, or what it is about in other words. */
  check(names, run) {
    this.checks.push({ names: [names].flat(), run });
  }

  /** Runs the checks; how many failed. */
  async run() {
    let failed = 0;
    for (const check of this.checks) failed += (await this.passes(check)) ? 0 : 1;
    for (const name of [...this.methods].filter((name) => !this.called.has(name)).sort()) {
      console.log(`FAILED ${this.sdk} ${name}: no check calls it`);
      failed += 1;
    }
    console.log(`${this.sdk}: ${this.methods.size} methods, ${this.checks.length} checks, ${failed} failures`);
    return failed;
  }

  async passes({ names, run }) {
    this.calledNow.clear();
    let trouble = null;
    try {
      await calm();
      await run();
      const missing = names.filter((name) => this.methods.has(name) && !this.calledNow.has(name));
      assert.deepEqual(missing, [], `the check does not call ${missing}`);
    } catch (error) {
      trouble = `${lineOf(error)}: ${error?.stack ? error.message.replaceAll('\n', ' ') : JSON.stringify(error)}`;
    }
    for (const name of this.calledNow) this.called.add(name);
    for (const name of names) {
      console.log(trouble === null ? `ok     ${this.sdk} ${name}` : `FAILED ${this.sdk} ${name}: ${trouble}`);
    }
    return trouble === null;
  }
}

/** The last line of a script that was on the way to the error. */
function lineOf(error) {
  const places = String(error?.stack).matchAll(/node\d\.cjs:(\d+)/g);
  return [...places][0]?.[1] ?? '?';
}

module.exports = {
  ...{ WHERE, DEMO, HELP, NOBODY, Script },
  ...{ png, slope, disc, withExif, sizeOf },
  ...{ call, details, gone, paths, folders, deliver, sendForm, tampered },
  ...{ fault, asked, holdJobs, calm, receiving, signedEvent, batch, until, same, refused },
};
