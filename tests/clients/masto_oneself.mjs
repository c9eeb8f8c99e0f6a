// Being let in, the site, and what is one's own: profile, preferences, markers, filters, push messages.

import { strict as assert } from "node:assert";
import { createECDH, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";

import { createOAuthAPIClient, createRestAPIClient } from "masto";

import { codeFor } from "./consent.mjs";

const OOB = "urn:ietf:wg:oauth:2.0:oob";
const SCOPES = "read write follow push";

async function arriving({ told, place }) {
  const anyone = createRestAPIClient({ url: place.url });
  const app = await told.step("v1.apps.create", async () => {
    const made = await anyone.v1.apps.create({ clientName: "Lantern", redirectUris: [OOB], scopes: SCOPES });
    assert.deepEqual([made.name, made.redirectUris], ["Lantern", [OOB]]);
    return made;
  });
  const oauth = createOAuthAPIClient({ url: place.url });
  const secret = { clientId: app.clientId, clientSecret: app.clientSecret };
  await told.step("oauth.token.create (client_credentials), v1.apps.verifyCredentials", async () => {
    const token = await oauth.token.create({ grantType: "client_credentials", redirectUri: OOB, scope: "read", ...secret });
    assert.equal(token.tokenType, "Bearer");
    const api = createRestAPIClient({ url: place.url, accessToken: token.accessToken });
    assert.equal((await api.v1.apps.verifyCredentials()).name, "Lantern");
  });
  const token = await told.step("oauth.token.create (authorization_code)", async () => {
    const wish = new URLSearchParams({ response_type: "code", client_id: app.clientId, redirect_uri: OOB, scope: SCOPES });
    const code = await codeFor(`${place.url}/oauth/authorize?${wish}`, "alice", place.passwords.alice);
    const given = await oauth.token.create({ grantType: "authorization_code", code, redirectUri: OOB, ...secret });
    assert.equal(typeof given.createdAt, "number");
    return given;
  });
  await told.step("oauth.revoke", async () => {
    const api = createRestAPIClient({ url: place.url, accessToken: token.accessToken });
    assert.equal((await api.v1.accounts.verifyCredentials()).acct, "alice");
    await oauth.revoke({ token: token.accessToken, ...secret });
    await assert.rejects(api.v1.accounts.verifyCredentials(), { statusCode: 401 });
  });
}

async function theSite({ told, place, alice, ids }) {
  await told.step("v1.instance.fetch", async () => {
    const site = await alice.v1.instance.fetch();
    assert.equal(site.uri, new URL(place.url).host);
    assert.equal(site.urls.streamingApi, place.url.replace("http", "ws"));
  });
  await told.step("v2.instance.fetch", async () => {
    const site = await alice.v2.instance.fetch();
    assert.match(site.version, /^4\.\d+\.\d+/);
    assert.equal(site.configuration.urls.streaming, place.url.replace("http", "ws"));
    assert.ok(site.configuration.statuses.maxCharacters >= 500);
  });
  await told.step("v1.instance.extendedDescription, activity, peers, languages", async () => {
    assert.ok("content" in (await alice.v1.instance.extendedDescription.fetch()));
    assert.equal((await alice.v1.instance.activity.list()).length, 12);
    assert.deepEqual(await alice.v1.instance.peers.list(), []);
    assert.ok((await alice.v1.instance.languages.list()).some((language) => language.code === "en"));
  });
  await told.step("v1.customEmojis.list, v1.announcements.list, v1.trends.*.list", async () => {
    const { customEmojis, announcements, trends } = alice.v1;
    const empty = [customEmojis, announcements, trends.tags, trends.statuses, trends.links];
    for (const one of empty) assert.deepEqual(await one.list(), []);
  });
  await told.step("v1.directory.list", async () => {
    const found = async () => (await alice.v1.directory.list({ local: true })).map((person) => person.id);
    await alice.v1.accounts.updateCredentials({ discoverable: false });
    assert.deepEqual(await found(), [ids.carol, ids.bob]);
    await alice.v1.accounts.updateCredentials({ discoverable: true });
    assert.deepEqual(await found(), [ids.carol, ids.bob, ids.alice]);
  });
}

async function theProfile({ told, place, alice, bob, ids }) {
  await told.step("v1.accounts.updateCredentials", async () => {
    const avatar = new Blob([readFileSync(place.picture)], { type: "image/jpeg" });
    const fieldsAttributes = [{ name: "Bakes", value: "bread" }, { name: "Sings", value: "no" }];
    const source = { privacy: "public", language: "en", sensitive: false };
    const me = await alice.v1.accounts.updateCredentials({ displayName: "Alice A.", avatar, fieldsAttributes, source });
    assert.deepEqual([me.displayName, me.source.privacy], ["Alice A.", "public"]);
    assert.deepEqual(me.fields.map((field) => field.value), ["bread", "no"]);
    assert.ok(me.avatar.startsWith(place.url), me.avatar);
  });
  await told.step("v1.profile.fetch, update, avatar.remove", async () => {
    assert.equal((await alice.v1.profile.fetch()).displayName, "Alice A.");
    assert.equal((await alice.v1.profile.update({ note: "Bakes" })).note, "Bakes");
    assert.equal((await alice.v1.profile.avatar.remove()).id, ids.alice);
  });
  await told.step("v1.accounts.$select.fetch, accounts.fetch", async () => {
    const seen = await bob.v1.accounts.$select(ids.alice).fetch();
    assert.deepEqual([seen.acct, seen.note], ["alice", "<p>Bakes</p>"]);
    const both = await bob.v1.accounts.fetch({ id: [ids.alice, ids.bob] });
    assert.deepEqual(both.map((person) => person.acct).sort(), ["alice", "bob"]);
  });
  await told.step("v1.preferences.fetch", async () => {
    assert.equal((await alice.v1.preferences.fetch())["posting:default:visibility"], "public");
  });
}

async function whatIsKept({ told, alice }) {
  await told.step("v1.markers.create, fetch", async () => {
    const made = await alice.v1.markers.create({ home: { lastReadId: "7" } });
    assert.equal(made.home.lastReadId, "7");
    const found = await alice.v1.markers.fetch({ timeline: ["home", "notifications"] });
    assert.deepEqual(Object.keys(found), ["home"]);
  });
  await told.step("v1.push.subscription.create, fetch, update, remove", async () => {
    const { subscription } = alice.v1.push;
    const keys = { p256dh: createECDH("prime256v1").generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
    const address = { endpoint: "https://push.example/1", keys };
    const made = await subscription.create({ subscription: address, data: { alerts: { mention: true } }, policy: "all" });
    assert.deepEqual([made.endpoint, made.alerts.mention, made.alerts.reblog], [address.endpoint, true, false]);
    assert.ok((await subscription.fetch()).serverKey.length > 80);
    assert.equal((await subscription.update({ data: { alerts: { reblog: true } } })).alerts.reblog, true);
    await subscription.remove();
    await assert.rejects(subscription.fetch(), { statusCode: 404 });
  });
}

async function filters({ told, alice, bob }) {
  const made = await told.step("v2.filters.create, list, fetch", async () => {
    const keywordsAttributes = [{ keyword: "rain", wholeWord: true }];
    const one = await alice.v2.filters.create({ title: "Weather", context: ["public"], filterAction: "warn", keywordsAttributes });
    assert.deepEqual([one.filterAction, one.keywords[0].keyword], ["warn", "rain"]);
    assert.deepEqual(await alice.v2.filters.list(), [one]);
    assert.deepEqual(await alice.v2.filters.$select(one.id).fetch(), one);
    return one;
  });
  await told.step("v2.filters: what it finds is marked", async () => {
    const post = await bob.v1.statuses.create({ status: "So much rain", visibility: "public" });
    const seen = (await alice.v1.timelines.public.list()).find((found) => found.id === post.id);
    assert.deepEqual(seen.filtered.map((one) => [one.filter.title, one.keywordMatches]), [["Weather", ["rain"]]]);
  });
  await told.step("v2.filters.$select.keywords.create, list; keywords.$select.update, remove", async () => {
    const word = await alice.v2.filters.$select(made.id).keywords.create({ keyword: "snow" });
    assert.equal((await alice.v2.filters.$select(made.id).keywords.list()).length, 2);
    const other = await alice.v2.filters.keywords.$select(word.id).update({ keyword: "hail", wholeWord: true });
    assert.deepEqual([other.keyword, other.wholeWord], ["hail", true]);
    await alice.v2.filters.keywords.$select(word.id).remove();
  });
  await told.step("v2.filters.$select.statuses.create, list; statuses.$select.remove", async () => {
    const post = await bob.v1.statuses.create({ status: "Sunshine", visibility: "public" });
    const one = await alice.v2.filters.$select(made.id).statuses.create({ statusId: post.id });
    assert.equal(one.statusId, post.id);
    assert.equal((await alice.v2.filters.$select(made.id).statuses.list()).length, 1);
    await alice.v2.filters.statuses.$select(one.id).remove();
  });
  await told.step("v2.filters.$select.update, remove", async () => {
    const changed = await alice.v2.filters.$select(made.id).update({ title: "Skies", filterAction: "hide" });
    assert.deepEqual([changed.title, changed.filterAction, changed.keywords.length], ["Skies", "hide", 1]);
    await alice.v2.filters.$select(made.id).remove();
    assert.deepEqual(await alice.v2.filters.list(), []);
  });
  await told.step("v1.filters.create, list, $select.remove", async () => {
    const one = await alice.v1.filters.create({ phrase: "fog", context: ["home"] });
    assert.deepEqual((await alice.v1.filters.list()).map((found) => found.phrase), ["fog"]);
    await alice.v1.filters.$select(one.id).remove();
  });
}

export const chapters = [arriving, theSite, theProfile, whatIsKept, filters];
