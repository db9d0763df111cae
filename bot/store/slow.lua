-- slow.lua holds a sender back after the provider refused something, or lets it go again.
--
-- KEYS: 1 the sender's bucket
-- ARGV: 1 how long nothing may leave (microseconds), 2 "1" if the sender was too fast: everything costs more for a while,
--       3 how long no broadcast may leave (microseconds), 4 "1" if after that one message at a time shall find out whether the
--       others may leave, 5 "1" if nothing holds it any more
--
-- Returns 1 if that is news, 0 if it was held so before. Errors: those of a write that Redis refuses.

local now = microseconds()
local bucket = readBucket(KEYS[1])
local news = 1
if ARGV[5] == '1' then
  bucket.hold, bucket.probe = 0, 0
end
bucket.hold = math.max(bucket.hold, now + ARGV[1])
if ARGV[4] == '1' then
  news = bucket.probe == 0 and 1 or 0
  bucket.probe = tonumber(ARGV[1])
end
if ARGV[2] == '1' and now - bucket.since > 1000000 then -- many refusals of one moment count once
  bucket.slow = math.min(15000, math.max(1000, 2 * 1000 * slowness(bucket, now)))
  bucket.since = now
end
if tonumber(ARGV[3]) > 0 then
  bucket.still = math.max(bucket.still, now + ARGV[3])
end
writeBucket(KEYS[1], bucket)
return news
