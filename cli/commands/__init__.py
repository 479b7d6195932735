"""The commands, one file each: parse options, call operations/, infra/ or device/, print."""
