-- commit.lua writes one decision: all of it or nothing. It is the one write path of decisions and knows no domain.
--
-- KEYS: the marks of the claim; the answer of the claim, if there are marks; the documents to write; the
--       documents to touch; the lane of each append; the timers, if any is set or cleared; the counters, if any
--       is added to.
-- ARGV: the numbers of marks, writes, touches, appends, timers set, timers cleared and counters, two bytes each, high
--       byte first (one argument, for each costs Redis as much as a small command);
--       per write: the expected version ("0": absent);
--       if there are marks: how long to keep the mark (ms), how long to keep the answer (ms, "0": not at all),
--       the answer;
--       per counter: name, what to add;
--       per append: number of values, name, value, ...;
--       per timer set: member, microseconds from now;
--       per timer cleared: member;
--       per write: lifetime (ms), the document as it will be kept (pack.go), or "" to delete it;
--       per touch: lifetime (ms).
--
-- Everything is checked before anything is written, for Redis does not take back what a script wrote. Documents come
-- last because a full Redis still deletes: whatever else there is to write is refused first, and with it the commit.
--
-- Returns 0: written. 1: a mark exists. 2: a document is not at the expected version. After 1 and 2, nothing changed.
-- Errors: OOM, READONLY, MISCONF, NOREPLICAS at the first write, so nothing changed; WRONGTYPE when a key holds
-- something else.

local call = redis.call
local m1, m, w1, w, t1, t, a1, a, s1, s, l1, l, c1, c = string.byte(ARGV[1], 1, 14)
local marks, writes, touches, appends = m1 * 256 + m, w1 * 256 + w, t1 * 256 + t, a1 * 256 + a
local sets, clears, counts = s1 * 256 + s, l1 * 256 + l, c1 * 256 + c

local function claimed(first)
  for i = first, marks do
    if call('EXISTS', KEYS[i]) == 1 then
      return true
    end
  end
  return false
end

local documents = marks > 0 and marks + 1 or 0 -- keys before the first document
for i = 1, writes do
  local version = string.match(call('GETRANGE', KEYS[documents + i], 0, 20), '^%d+') or '0'
  if version ~= ARGV[1 + i] then
    return claimed(1) and 1 or 2
  end
end

-- A key of the wrong type fails here, before anything is written.
local lanes = documents + writes + touches -- keys before the first lane
for i = 1, appends do
  call('XLEN', KEYS[lanes + i])
end
if sets + clears > 0 then
  call('ZCARD', KEYS[lanes + appends + 1])
end
if counts > 0 then
  call('HLEN', KEYS[#KEYS])
end

local at = 1 + writes -- the last argument used
if marks > 0 then
  -- The last check is the first write.
  if claimed(2) or not call('SET', KEYS[1], '1', 'NX', 'PX', ARGV[at + 1]) then
    return 1
  end
  if ARGV[at + 2] ~= '0' then
    call('SET', KEYS[marks + 1], ARGV[at + 3], 'PX', ARGV[at + 2])
  end
  at = at + 3
end

for _ = 1, counts do
  call('HINCRBY', KEYS[#KEYS], ARGV[at + 1], ARGV[at + 2])
  at = at + 2
end

local key = lanes -- the last key used
for _ = 1, appends do
  local values = tonumber(ARGV[at + 1])
  key = key + 1
  call('XADD', KEYS[key], '*', unpack(ARGV, at + 2, at + 1 + values))
  at = at + 1 + values
end

if sets > 0 then
  local time = call('TIME')
  local now = time[1] * 1000000 + time[2]
  for _ = 1, sets do
    local score = math.ceil((now + ARGV[at + 2]) / 1000) -- rounded up: never early
    call('ZADD', KEYS[key + 1], string.format('%.0f', score), ARGV[at + 1])
    at = at + 2
  end
end
for _ = 1, clears do
  call('ZREM', KEYS[key + 1], ARGV[at + 1])
  at = at + 1
end

for i = 1, writes do
  if ARGV[at + 2] == '' then
    call('DEL', KEYS[documents + i])
  else
    call('SET', KEYS[documents + i], ARGV[at + 2], 'PX', ARGV[at + 1])
  end
  at = at + 2
end
for i = 1, touches do
  call('PEXPIRE', KEYS[documents + writes + i], ARGV[at + i], 'GT')
end
return 0
