module delay-link

go 1.18
