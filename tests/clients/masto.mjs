// masto 8: its methods and its streams, as Alice, Bob and Carol use them.

import { readFileSync } from "node:fs";

import { createRestAPIClient } from "masto";

import * as oneself from "./masto_oneself.mjs";
import * as people from "./masto_people.mjs";
import * as posts from "./masto_posts.mjs";
import * as streams from "./masto_streams.mjs";
import { Telling } from "./telling.mjs";

const place = JSON.parse(readFileSync(process.argv[2], "utf8"));
const told = new Telling("masto");
const [alice, bob, carol] = ["alice", "bob", "carol"].map((name) =>
  createRestAPIClient({ url: place.url, accessToken: place.tokens[name] }),
);
const ids = {};
for (const [name, api] of Object.entries({ alice, bob, carol })) {
  ids[name] = (await api.v1.accounts.verifyCredentials()).id;
}

for (const room of [oneself, posts, people, streams]) {
  for (const chapter of room.chapters) {
    await told.chapter(chapter.name, () => chapter({ told, place, alice, bob, carol, ids }));
  }
}
// Sockets of streams that were closed may still say goodbye.
process.exit(told.sumUp());
