-- bucket.lua is put in front of the scripts that count what a sender sends. It defines the sender's bucket, one string of
-- six numbers that all instances share:
--
--   tat hold slow since still probe
--
--   tat    the time (TIME, microseconds) at which all that was sent so far would have left at the sender's rate; a message may
--          go while this is not too far in the future ("generic cell rate algorithm": no bucket to refill, nothing drifts)
--   hold   nothing leaves through the provider's interface before this time
--   slow   by how many thousandths everything costs more, after the provider called us too fast …
--   since  … at this time; it fades away over fadeTime
--   still  no broadcast leaves before this time
--   probe  after hold, one message at a time leaves in so many microseconds, until one is taken; 0: all may

local fadeTime = 60000000
local bucketTTL = 86400000

local function microseconds()
  local time = redis.call('TIME')
  return time[1] * 1000000 + time[2]
end

local function readBucket(key)
  local tat, hold, slow, since, still, probe =
    string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (%d+) (%d+) (%d+) (%d+)$')
  return {tat = tonumber(tat or 0), hold = tonumber(hold or 0), slow = tonumber(slow or 0), since = tonumber(since or 0),
    still = tonumber(still or 0), probe = tonumber(probe or 0)}
end

local function writeBucket(key, b)
  redis.call('SET', key, string.format('%.0f %.0f %.0f %.0f %.0f %.0f', b.tat, b.hold, b.slow, b.since, b.still,
    b.probe), 'PX', bucketTTL)
end

-- slowness is by how much everything costs more now.
local function slowness(b, now)
  return b.slow / 1000 * math.max(0, 1 - (now - b.since) / fadeTime)
end

local function debit(b, cost, now)
  if b.slow > 0 then
    cost = cost * (1 + slowness(b, now))
  end
  b.tat = math.max(b.tat, now) + cost
end

