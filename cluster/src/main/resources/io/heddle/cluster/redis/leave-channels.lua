-- Leaves the place of the node that reads the channels, and tells the others so.
-- KEYS reader
-- ARGV token, channel for marks, mark
-- Gives whether the place was ours
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return {0}
end
redis.call('DEL', KEYS[1])
redis.call('PUBLISH', ARGV[2], ARGV[3])
return {1}
